/// The published tree on the disk, and the only way into it.
///
/// Below the root lie `data/`, which readers mount, and `.hydrant/`, which is ours: the lock and
/// the staging area. Both must be on one file system, because a model is published by renaming it:
/// staged bytes are compared in size and checksum with what the bucket said, the file is given its
/// modification time and its record (an extended attribute), it is synced, renamed to its name, and
/// the folder is synced. So at any moment, also after a crash, a model's name leads to the old
/// file, to the new file, or to nothing. Leftovers in the staging area are removed at the next
/// start.
///
/// A file without a record of its own path is not ours: it is never removed, and never replaced
/// unless that was asked for.
@NullMarked
package io.hydrant.store;

import org.jspecify.annotations.NullMarked;

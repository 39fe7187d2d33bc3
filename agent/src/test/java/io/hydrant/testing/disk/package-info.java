/// A disk in memory behind `java.nio.file`, so that the product's own code works on it as it is.
///
/// [MemoryDisk] is what a test holds: it gives a [java.nio.file.Path], goes down before any
/// operation, and comes back as after the death of a process (everything that was written is there)
/// or as after a power loss (what was not synced may be gone: names by the folder, bytes by the
/// file). It has what the store needs of a file system: files and folders, atomic renames that
/// replace, user attributes, modification times, locks, and no links.
@NullMarked
package io.hydrant.testing.disk;

import org.jspecify.annotations.NullMarked;

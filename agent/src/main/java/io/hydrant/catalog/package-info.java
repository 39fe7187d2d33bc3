/// What the bucket holds and what the disk holds, as plain values.
///
/// A [RemoteObject] is one entry of the bucket. A [Selection] decides which of them are models and
/// under which [ModelPath] each one lives; the outcome is the [Catalog], the wanted set. The
/// [Inventory] is the present set: every file of the published tree, with the [FileRecord] that
/// says which object it was made of. Nothing here does I/O.
@NullMarked
package io.hydrant.catalog;

import org.jspecify.annotations.NullMarked;

package io.hydrant.source;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The bucket that is mirrored, or the part of it below one prefix.
///
/// Calls block, may be interrupted (they then throw [SourceException] of kind CANCELLED and keep
/// the interrupt flag), and are safe from several threads. No call retries beyond what its client
/// does by itself.
public interface ModelSource {

  /// Calls back for every object below the prefix, from any thread but never twice at the same
  /// time, and returns when the listing is complete. An exception means that it is not, whatever
  /// was called back.
  void list(Consumer<RemoteObject> each) throws SourceException;

  /// The object's present state with its full-object checksum where S3 has one, or empty when there
  /// is no such object (also when its newest version is a delete marker).
  Optional<RemoteObject> head(ObjectKey key) throws SourceException;

  /// Writes the object's bytes to a file, which is created or replaced, without passing them
  /// through the heap.
  ///
  /// The fetch is pinned to the object's ETag: bytes of another state are never mixed in. On return
  /// the file is complete as far as the source can tell; whoever publishes it verifies it by the
  /// returned evidence. After an exception the file may be missing, partial or empty, and nothing
  /// writes to it any more.
  ///
  /// Whatever stops the fetch, the process included, the file holds a beginning of the object as
  /// long as no file lies beside it whose name begins with its name.
  ///
  /// @param target on the way there may be files beside it whose names begin with its name
  /// @param progress called with the number of bytes that have newly arrived, from any thread; it
  ///   must not block
  /// @throws SourceException of kind GONE or CHANGED when the pinned state is no longer there
  Fetched fetch(RemoteObject object, Path target, LongConsumer progress) throws SourceException;

  /// Fetches what a file lacks that an earlier fetch of the same state left behind. A source that
  /// cannot do that begins anew.
  ///
  /// @param progress as for [#fetch]; what the file held already is not told
  /// @return the evidence is never [io.hydrant.catalog.Evidence.Validated], because nobody has seen
  ///   all bytes
  default Fetched resume(RemoteObject object, Path target, LongConsumer progress)
      throws SourceException {
    return fetch(object, target, progress);
  }

  /// Whether [#fetch] writes into the file as it finds it and leaves it the room that was reserved
  /// for it, instead of putting another one in its place.
  default boolean fillsInPlace() {
    return false;
  }
}

package io.hydrant.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a published file says of itself: the object that it was made of and how it looked when it
/// was published.
///
/// @param checksum computed over the file's bytes when it was published
/// @param modified the modification time that the file was given
public record FileRecord(
    ObjectKey key,
    ETag etag,
    @Nullable String versionId,
    Checksum checksum,
    ByteSize size,
    Instant modified) {

  /// Whether the file was made of this state of the object.
  public boolean isOf(RemoteObject object) {
    return key.equals(object.key()) && etag.equals(object.etag()) && size.equals(object.size());
  }
}

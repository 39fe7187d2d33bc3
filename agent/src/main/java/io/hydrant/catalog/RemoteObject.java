package io.hydrant.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One object as the bucket describes it, in a listing or in the answer to a HEAD.
///
/// @param versionId set when the bucket is versioned and the description came from a HEAD
/// @param checksum the full-object checksum, where S3 has one and told it (listings do not)
/// @param archived whether the bytes must be restored before they can be read (GLACIER,
///   DEEP_ARCHIVE)
public record RemoteObject(
    ObjectKey key,
    ByteSize size,
    ETag etag,
    Instant lastModified,
    @Nullable String versionId,
    @Nullable Checksum checksum,
    boolean archived) {

  /// An object as a plain listing tells it.
  public static RemoteObject of(ObjectKey key, ByteSize size, ETag etag, Instant lastModified) {
    return new RemoteObject(key, size, etag, lastModified, null, null, false);
  }
}

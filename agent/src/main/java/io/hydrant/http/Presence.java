package io.hydrant.http;

import org.jspecify.annotations.Nullable;

/// What a node has of one object of its bucket. Its JSON form is the answer of `/models/<key>`.
///
/// @param bucket the bucket that the node mirrors
/// @param mirrored whether the node would hold the object at all
/// @param etag the state of the object that is on the disk, complete and verified; null when none
///   is
/// @param detail one sentence for a person
public record Presence(
    String bucket, String key, boolean mirrored, @Nullable String etag, String detail) {

  /// Whether it is there, in a given state or, with null, in any.
  public boolean isThere(@Nullable String wanted) {
    return etag != null && (wanted == null || wanted.equals(etag));
  }
}

package io.hydrant.event;

import io.hydrant.catalog.ObjectKey;
import java.time.Instant;

/// That something happened to the object of a key.
///
/// @param time when S3 says that it happened
public record BucketEvent(String bucket, ObjectKey key, Kind kind, Instant time) {

  /// What happened; kinds beyond these two (tagging, ACL, lifecycle transition, restore) also
  /// deserve a look.
  public enum Kind {
    CREATED,
    REMOVED,
    OTHER
  }
}

package io.hydrant.event;

import io.hydrant.catalog.ObjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That something happened to the object of a key.
///
/// @param time when S3 says that it happened
/// @param sequencer orders the events of one key, where S3 told it: of two, with the shorter padded
///   by zeros on its right, the smaller text is the older event. Equal ones say nothing: some
///   stand-ins for S3 send one constant
public record BucketEvent(
    String bucket, ObjectKey key, Kind kind, Instant time, @Nullable String sequencer) {

  /// What happened; kinds beyond these two (tagging, ACL, lifecycle transition, restore) also
  /// deserve a look.
  public enum Kind {
    CREATED,
    REMOVED,
    OTHER
  }

  /// An event of a sender that numbers nothing.
  public BucketEvent(String bucket, ObjectKey key, Kind kind, Instant time) {
    this(bucket, key, kind, time, null);
  }
}

package io.hydrant.event;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That something happened to the object of a key.
///
/// @param time when S3 says that it happened
/// @param sequencer orders the events of one key, where S3 told it: of two, with the shorter padded
///   by zeros on its right, the smaller text is the older event. Equal ones say nothing: some
///   stand-ins for S3 send one constant
/// @param object what a [Kind#CREATED] event says of the new object; null where it tells too little
public record BucketEvent(
    String bucket,
    ObjectKey key,
    Kind kind,
    Instant time,
    @Nullable String sequencer,
    @Nullable RemoteObject object) {

  /// What happened; kinds beyond these two (tagging, ACL, lifecycle transition, restore) also
  /// deserve a look.
  public enum Kind {
    CREATED,
    REMOVED,
    OTHER
  }

  /// An event of a sender that numbers nothing.
  public BucketEvent(String bucket, ObjectKey key, Kind kind, Instant time) {
    this(bucket, key, kind, time, null, null);
  }

  /// Whether this event is surely older than another of the same key, of which the sequencer is
  /// known. False when they are equal or not comparable.
  public boolean isBefore(@Nullable String otherSequencer) {
    return sequencer != null
        && otherSequencer != null
        && compareSequencers(sequencer, otherSequencer) < 0;
  }

  /// Compares the sequencers of two events of one key.
  public static int compareSequencers(String one, String other) {
    int length = Math.max(one.length(), other.length());
    return padded(one, length).compareTo(padded(other, length));
  }

  private static String padded(String sequencer, int length) {
    return sequencer + "0".repeat(length - sequencer.length());
  }
}

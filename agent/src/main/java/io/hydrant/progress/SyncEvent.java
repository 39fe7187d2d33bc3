package io.hydrant.progress;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that happened in the sync.
public sealed interface SyncEvent {

  /// A full listing of the bucket began.
  record ListingStarted() implements SyncEvent {}

  /// A full listing ended well.
  record ListingDone(int objects, Duration took) implements SyncEvent {}

  /// The bucket could not be listed; nothing was changed because of it.
  record ListingFailed(String error, Duration retryIn) implements SyncEvent {}

  /// A plan was made and will now be carried out.
  ///
  /// @param full whether it covers the whole bucket, or only keys that events named
  record Planned(Plan plan, boolean full) implements SyncEvent {}

  /// Nothing is wanted any more at some paths that were looked at, whatever was said of them
  /// before.
  record NotWanted(Set<ModelPath> paths) implements SyncEvent {
    public NotWanted {
      paths = Set.copyOf(paths);
    }
  }

  /// Other removals than before wait for a human word.
  ///
  /// @param count how many; 0 when none do any more
  /// @param reason why
  /// @param code names this set of removals
  record RemovalsHeld(int count, @Nullable String reason, @Nullable String code)
      implements SyncEvent {}

  /// Bytes of a model begin to flow.
  record FetchStarted(ModelFile file) implements SyncEvent {}

  /// More bytes of a model have arrived.
  record FetchProgressed(ModelPath path, long bytes) implements SyncEvent {}

  /// A fetch failed and is tried again.
  record FetchRetried(ModelFile file, int attempt, Duration delay, String error)
      implements SyncEvent {}

  /// A model is complete, verified and visible under its name.
  ///
  /// @param took from the first request to the rename
  /// @param changedAt when S3 says that the object changed, where an event told it
  record Published(ModelFile file, Duration took, @Nullable Instant changedAt)
      implements SyncEvent {}

  /// A model was published of which S3 keeps no checksum, so that nothing but its size was
  /// compared.
  record PublishedUnverified(ModelFile file) implements SyncEvent {}

  /// A model that was to be fetched is on the disk already, as it should be.
  record FoundPresent(ModelFile file) implements SyncEvent {}

  /// A model could not be brought onto the disk for now. Its key is looked at again later.
  record FetchFailed(ModelFile file, String error) implements SyncEvent {}

  /// A fetch was given up because the object changed or went, or is not wanted in this state any
  /// more.
  record FetchAbandoned(ModelFile file, String reason) implements SyncEvent {}

  /// A published file was unlinked.
  record Removed(ModelPath path, ByteSize size, @Nullable Instant changedAt) implements SyncEvent {}

  /// A published file could not be unlinked.
  record RemovalFailed(ModelPath path, String error) implements SyncEvent {}

  /// Events of the bucket arrived.
  record EventsReceived(int events) implements SyncEvent {}

  /// An event told that a wanted key changed.
  ///
  /// @param changedAt when S3 says that it happened
  record ChangeHeard(ObjectKey key, Instant changedAt) implements SyncEvent {}

  /// How far the disk is behind what was heard.
  ///
  /// @param oldest when the oldest change happened that is heard and not on the disk; null when
  ///   there is none
  record Behind(@Nullable Instant oldest) implements SyncEvent {}

  /// The queue could not be read.
  record QueueFailed(String error, Duration retryIn) implements SyncEvent {}

  /// The queue can be read again.
  record QueueRecovered() implements SyncEvent {}

  /// The disk could not be read, so no plan was made.
  record PlanFailed(String error, Duration retryIn) implements SyncEvent {}

  /// The disk does not work: nothing is fetched, planned or removed until it does.
  record DiskFailed(String reason) implements SyncEvent {}

  /// The disk has no room for the smallest file: others have used up the reserve.
  record DiskFull(String reason) implements SyncEvent {}

  /// The disk works again, or has room again.
  record DiskRecovered() implements SyncEvent {}

  /// A key could not be looked at in the bucket.
  record LookFailed(String key, String error, Duration retryIn) implements SyncEvent {}

  /// Every wanted model of a full plan is on the disk and no look or fetch is outstanding.
  record Hydrated(int files, ByteSize size) implements SyncEvent {}

  /// Disk and bucket agree: the disk is hydrated and nothing is on it that the bucket no longer
  /// has.
  record InSync(int files, ByteSize size) implements SyncEvent {}
}

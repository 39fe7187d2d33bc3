package io.hydrant.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.status.AgentStatus.Totals;
import io.hydrant.status.AgentStatus.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Folds the sync's events into an [AgentStatus]. Thread-safe.
public final class StatusTracker implements SyncListener {
  private static final int MOST_LISTED = 100;

  private final String version;
  private final String bucket;
  private final InstantSource clock;
  private final Instant startedAt;

  @GuardedBy("this")
  private final Progress progress = new Progress();

  @GuardedBy("this")
  private final CriticalModels critical;

  @GuardedBy("this")
  private final Troubles troubles = new Troubles();

  @GuardedBy("this")
  private final Map<ModelPath, Transfer> active = new LinkedHashMap<>();

  @GuardedBy("this")
  private final ModelFailures failures = new ModelFailures();

  @GuardedBy("this")
  private final SkippedObjects skipped = new SkippedObjects();

  @GuardedBy("this")
  private final Throughput throughput = new Throughput();

  @GuardedBy("this")
  private @Nullable Instant lastListing;

  @GuardedBy("this")
  private @Nullable Instant lastAgreement;

  @GuardedBy("this")
  private @Nullable Instant lastEvent;

  @GuardedBy("this")
  private int unverified;

  @GuardedBy("this")
  private boolean hydrated;

  public StatusTracker(String version, String bucket, InstantSource clock) {
    this(version, bucket, ReadyWhen.everything(), clock);
  }

  public StatusTracker(String version, String bucket, ReadyWhen readyWhen, InstantSource clock) {
    this.version = version;
    this.bucket = bucket;
    this.critical = new CriticalModels(readyWhen);
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Override
  public synchronized void on(SyncEvent event) {
    Instant now = clock.instant();
    switch (event) {
      case SyncEvent.ListingStarted _, SyncEvent.ChangeHeard _, SyncEvent.Behind _ -> {}
      case SyncEvent.ListingDone _ -> {
        lastListing = now;
        troubles.listed();
      }
      case SyncEvent.ListingFailed(String error, Duration _) -> troubles.listingFailed(error);
      case SyncEvent.Planned(Plan plan, boolean full) -> planned(plan, full);
      case SyncEvent.FetchStarted(ModelFile file) ->
          active.put(file.path(), new Transfer(file.path().value(), file.size().bytes(), 0, now));
      case SyncEvent.FetchProgressed(ModelPath path, long bytes) -> {
        throughput.add(now, bytes);
        active.computeIfPresent(
            path, (_, t) -> new Transfer(t.path(), t.size(), t.received() + bytes, t.startedAt()));
      }
      case SyncEvent.FetchRetried(ModelFile file, int _, Duration _, String error) -> {
        active.remove(file.path());
        failures.retried(file.path(), error, now);
      }
      case SyncEvent.NotWanted(Set<ModelPath> paths) -> paths.forEach(this::notWanted);
      case SyncEvent.RemovalsHeld held -> troubles.removalsHeld(held);
      case SyncEvent.FetchFailed(ModelFile file, String error) -> failed(file, error, now);
      case SyncEvent.FoundPresent(ModelFile file) -> published(file);
      case SyncEvent.FetchAbandoned(ModelFile file, String _) -> {
        over(file);
        progress.abandoned(file);
      }
      case SyncEvent.Published(ModelFile file, Duration _, Instant _) -> published(file);
      case SyncEvent.PublishedUnverified _ -> unverified++;
      case SyncEvent.Removed removed -> failures.passed(removed.path());
      case SyncEvent.RemovalFailed(ModelPath path, String error) ->
          failures.failed(path, error, now);
      case SyncEvent.EventsReceived _ -> lastEvent = now;
      case SyncEvent.QueueRecovered _ -> troubles.queueRecovered();
      case SyncEvent.PlanFailed(String error, Duration _) -> troubles.planFailed(error);
      case SyncEvent.QueueFailed(String error, Duration _) -> troubles.queueFailed(error);
      case SyncEvent.DiskFailed(String reason) -> troubles.diskFailed(reason);
      case SyncEvent.DiskFull(String reason) -> troubles.diskFull(reason);
      case SyncEvent.DiskRecovered _ -> troubles.diskRecovered();
      case SyncEvent.LookFailed(String _, String error, Duration _) -> troubles.lookFailed(error);
      case SyncEvent.Hydrated _ -> hydrated = true;
      case SyncEvent.InSync _ -> lastAgreement = now;
    }
  }

  @GuardedBy("this")
  private void planned(Plan plan, boolean full) {
    troubles.planned();
    if (full) {
      failures.clear();
    }
    progress.planned(plan, full);
    critical.planned(plan, full);
    skipped.planned(plan, full);
    plan.removals().forEach(removal -> failures.passed(removal.path()));
  }

  @GuardedBy("this")
  private void published(ModelFile file) {
    over(file);
    progress.published(file);
    critical.published(file);
  }

  @GuardedBy("this")
  private void notWanted(ModelPath path) {
    failures.passed(path);
    progress.notWanted(path);
  }

  @GuardedBy("this")
  private void over(ModelFile file) {
    active.remove(file.path());
    failures.over(file.path());
  }

  @GuardedBy("this")
  private void failed(ModelFile file, String error, Instant now) {
    over(file);
    failures.failed(file.path(), error, now);
  }

  /// The status now.
  public synchronized AgentStatus status() {
    Instant now = clock.instant();
    Totals wanted = progress.wanted();
    Totals present = progress.present();
    long rate = throughput.bytesPerSecond(now);
    long received = active.values().stream().mapToLong(Transfer::received).sum();
    long missing = Math.max(0, wanted.bytes() - present.bytes() - received);
    Phase phase = phase();
    return new AgentStatus(
        version,
        bucket,
        phase,
        isReady(),
        message(phase, wanted, present),
        startedAt,
        wanted,
        present,
        progress.modelSet(),
        rate,
        missing == 0 || rate == 0 ? null : Duration.ofSeconds(Math.ceilDiv(missing, rate)),
        lastListing,
        lastAgreement,
        lastEvent,
        List.copyOf(active.values()),
        failures.list(MOST_LISTED),
        skipped.countByReason(),
        skipped.notable(MOST_LISTED),
        unverified,
        troubles.heldRemovals(),
        troubles.heldCode());
  }

  @GuardedBy("this")
  private boolean isReady() {
    return !troubles.isDiskFailed() && (critical.areNamed() ? critical.wereComplete() : hydrated);
  }

  @GuardedBy("this")
  private Phase phase() {
    if (troubles.isDiskFailed()) {
      return Phase.DISK_FAILED;
    }
    if (!hydrated || !isReady()) {
      return lastListing == null ? Phase.STARTING : Phase.HYDRATING;
    }
    boolean troubled = failures.areThere() || troubles.first() != null || troubles.queue() != null;
    return troubled ? Phase.DEGRADED : Phase.READY;
  }

  @GuardedBy("this")
  private String message(Phase phase, Totals wanted, Totals present) {
    if (troubles.first() != null) {
      return troubles.first();
    }
    String failing = failures.message();
    if (failing != null) {
      return failing;
    }
    if (troubles.queue() != null) {
      return troubles.queue();
    }
    String obstacle = isReady() ? null : critical.obstacle();
    if (obstacle != null) {
      return obstacle;
    }
    return switch (phase) {
      case STARTING -> "the bucket is being listed";
      case HYDRATING, READY, DEGRADED, DISK_FAILED ->
          (present.equals(wanted) ? "all " : present.files() + " of ")
              + wanted.files()
              + " models are on the disk";
    };
  }
}

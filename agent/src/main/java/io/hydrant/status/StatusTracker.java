package io.hydrant.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.status.AgentStatus.Failure;
import io.hydrant.status.AgentStatus.Totals;
import io.hydrant.status.AgentStatus.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private final Map<ModelPath, Failure> failures = new LinkedHashMap<>();

  /// Fetches that failed and are tried again in a moment: no trouble yet.
  @GuardedBy("this")
  private final Map<ModelPath, Failure> retried = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<String, Skipped> skipped = new TreeMap<>();

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
        retried.put(file.path(), new Failure(file.path().value(), error, now));
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
      case SyncEvent.Removed removed -> failures.remove(removed.path());
      case SyncEvent.RemovalFailed(ModelPath path, String error) ->
          failures.put(path, new Failure(path.value(), error, now));
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
      skipped.clear();
      failures.clear();
      retried.clear();
    }
    progress.planned(plan, full);
    critical.planned(plan, full);
    plan.fetches().forEach(fetch -> skipped.remove(fetch.file().object().key().value()));
    plan.kept().forEach(file -> skipped.remove(file.object().key().value()));
    plan.removals().forEach(removal -> failures.remove(removal.path()));
    plan.skipped().forEach(skip -> skipped.put(skip.key().value(), skip));
  }

  @GuardedBy("this")
  private void published(ModelFile file) {
    over(file);
    progress.published(file);
    critical.published(file);
  }

  @GuardedBy("this")
  private void notWanted(ModelPath path) {
    failures.remove(path);
    progress.notWanted(path);
  }

  @GuardedBy("this")
  private void over(ModelFile file) {
    active.remove(file.path());
    failures.remove(file.path());
    retried.remove(file.path());
  }

  @GuardedBy("this")
  private void failed(ModelFile file, String error, Instant now) {
    over(file);
    failures.put(file.path(), new Failure(file.path().value(), error, now));
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
        Stream.concat(failures.values().stream(), retried.values().stream())
            .limit(MOST_LISTED)
            .toList(),
        skippedByReason(),
        notable(),
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
    boolean troubled = !failures.isEmpty() || troubles.first() != null || troubles.queue() != null;
    return troubled ? Phase.DEGRADED : Phase.READY;
  }

  @GuardedBy("this")
  private String message(Phase phase, Totals wanted, Totals present) {
    if (troubles.first() != null) {
      return troubles.first();
    }
    if (!failures.isEmpty()) {
      Failure first = failures.values().iterator().next();
      String count =
          failures.size() == 1 ? "1 model fails: " : failures.size() + " models fail, among them ";
      return count + first.path() + ": " + first.error();
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

  @GuardedBy("this")
  private Map<String, Integer> skippedByReason() {
    Map<String, Integer> counts = new TreeMap<>();
    skipped.values().forEach(skip -> counts.merge(skip.reason().name(), 1, Integer::sum));
    return counts;
  }

  @GuardedBy("this")
  private List<AgentStatus.SkippedObject> notable() {
    return skipped.values().stream()
        .filter(skip -> skip.reason().isNotable())
        .sorted(Comparator.comparing((Skipped skip) -> skip.reason() == SkipReason.NO_SPACE))
        .limit(MOST_LISTED)
        .map(skip ->
            new AgentStatus.SkippedObject(
                skip.key().value(), skip.size().bytes(), skip.reason().name(), skip.detail()))
        .toList();
  }
}

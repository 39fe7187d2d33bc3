package io.hydrant.metrics;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.SkipReason;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.status.AgentStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The agent's numbers. Thread-safe.
public final class AgentMetrics implements SyncListener {
  /// What [#scrape] answers with.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<AgentStatus> statusSource;
  private final InstantSource clock;
  private final Meters meters = new Meters();
  private final Counter fetchedBytes = meters.counter(Metric.FETCHED_BYTES);
  private final Counter published = meters.counter(Metric.PUBLISHED_MODELS);
  private final Counter unverified = meters.counter(Metric.UNVERIFIED_MODELS);
  private final Counter removed = meters.counter(Metric.REMOVED_MODELS);
  private final Timer fetchDuration = meters.timer(Metric.FETCH_DURATION);
  private final Timer eventToVisible = meters.timer(Metric.EVENT_TO_VISIBLE);
  private final Freshness freshness;
  private final Counter fetchRetries = meters.counter(Metric.FETCH_RETRIES);
  private final Counter fetchFailures = meters.counter(Metric.FETCH_FAILURES);
  private final Counter removalFailures = meters.counter(Metric.REMOVAL_FAILURES);
  private final Timer listingDuration = meters.timer(Metric.LISTING_DURATION);
  private final Counter listingFailures = meters.counter(Metric.LISTING_FAILURES);
  private final Counter planFailures = meters.counter(Metric.PLAN_FAILURES);
  private final Counter lookFailures = meters.counter(Metric.LOOK_FAILURES);
  private final Counter eventsReceived = meters.counter(Metric.EVENTS_RECEIVED);
  private final Counter eventsMalformed = meters.counter(Metric.EVENTS_MALFORMED);
  private final Counter queueFailures = meters.counter(Metric.QUEUE_FAILURES);

  private volatile AgentStatus status;
  private volatile @Nullable Instant oldestUnapplied;
  private volatile boolean diskHealthy = true;

  /// @param version of the agent
  /// @param statusSource asked once for each scrape
  /// @param overdue whether the node is not ready although the hydration deadline has passed
  /// @param disk asked at each scrape
  public AgentMetrics(
      String version,
      Supplier<AgentStatus> statusSource,
      BooleanSupplier overdue,
      DiskGauges disk,
      InstantSource clock) {
    this.statusSource = statusSource;
    this.clock = clock;
    this.freshness = new Freshness(meters, clock);
    this.status = statusSource.get();
    meters.gauge(Metric.OLDEST_UNAPPLIED, this::secondsBehind);
    meters.gauge(Metric.BUILD_INFO, () -> 1, version);
    meters.gauge(Metric.DISK_AVAILABLE, () -> bytesOrNaN(disk.available()));
    meters.gauge(Metric.REMOVED_IN_USE, () -> bytesOrNaN(disk.removedInUse()));
    meters.gauge(Metric.DISK_HEALTHY, () -> diskHealthy ? 1 : 0);
    gauge(Metric.READY, now -> now.ready() ? 1 : 0);
    meters.gauge(Metric.HYDRATION_OVERDUE, () -> overdue.getAsBoolean() ? 1 : 0);
    gauge(Metric.MODELS_WANTED, now -> now.wanted().files());
    gauge(Metric.MODELS_PRESENT, now -> now.present().files());
    gauge(Metric.WANTED_BYTES, now -> now.wanted().bytes());
    gauge(Metric.PRESENT_BYTES, now -> now.present().bytes());
    gauge(Metric.REMOVALS_HELD, AgentStatus::heldRemovals);
    gauge(Metric.LAST_LISTING, now -> seconds(now.lastListing()));
    gauge(Metric.LAST_AGREEMENT, now -> seconds(now.lastAgreement()));
    for (SkipReason reason : SkipReason.values()) {
      meters.gauge(
          Metric.SKIPPED_OBJECTS,
          () -> status.skipped().getOrDefault(reason.name(), 0),
          reason.name().toLowerCase(Locale.ROOT));
    }
    ProcessMetrics.register(meters);
  }

  @Override
  public void on(SyncEvent event) {
    switch (event) {
      case SyncEvent.ChangeHeard(ObjectKey key, Instant _) -> freshness.heard(key);
      case SyncEvent.Behind(Instant oldest) -> oldestUnapplied = oldest;
      case SyncEvent.FetchStarted(ModelFile file) -> freshness.fetchStarted(file);
      case SyncEvent.FetchProgressed(ModelPath path, long bytes) -> {
        fetchedBytes.increment((double) bytes);
        freshness.bytesArrived(path);
      }
      case SyncEvent.Published(ModelFile file, Duration took, Instant changedAt) -> {
        freshness.published(file, changedAt);
        published.increment();
        fetchDuration.record(took);
        visible(changedAt);
      }
      case SyncEvent.PublishedUnverified _ -> unverified.increment();
      case SyncEvent.Removed(_, _, Instant changedAt) -> {
        removed.increment();
        visible(changedAt);
      }
      case SyncEvent.FetchRetried _ -> fetchRetries.increment();
      case SyncEvent.FetchFailed(ModelFile file, String _) -> {
        fetchFailures.increment();
        freshness.ended(file);
      }
      case SyncEvent.FoundPresent(ModelFile file) -> freshness.ended(file);
      case SyncEvent.FetchAbandoned(ModelFile file, String _) -> freshness.ended(file);
      case SyncEvent.RemovalFailed _ -> removalFailures.increment();
      case SyncEvent.ListingDone(int _, Duration took) -> listingDuration.record(took);
      case SyncEvent.ListingFailed _ -> listingFailures.increment();
      case SyncEvent.LookFailed _ -> lookFailures.increment();
      case SyncEvent.EventsReceived(int events) -> eventsReceived.increment(events);
      case SyncEvent.QueueFailed _ -> queueFailures.increment();
      case SyncEvent.PlanFailed _ -> planFailures.increment();
      case SyncEvent.DiskFailed _, SyncEvent.DiskFull _ -> diskHealthy = false;
      case SyncEvent.DiskRecovered _ -> diskHealthy = true;
      case SyncEvent.ListingStarted _,
          SyncEvent.Planned _,
          SyncEvent.NotWanted _,
          SyncEvent.RemovalsHeld _,
          SyncEvent.QueueRecovered _,
          SyncEvent.Hydrated _,
          SyncEvent.InSync _ -> {}
    }
  }

  /// Counts a message of the queue that could not be understood.
  public void malformedEvent() {
    eventsMalformed.increment();
  }

  /// Everything in the text format of Prometheus.
  public String scrape() {
    status = statusSource.get();
    return meters.scrape();
  }

  private void gauge(Metric metric, ToDoubleFunction<AgentStatus> value) {
    meters.gauge(metric, () -> value.applyAsDouble(status));
  }

  private void visible(@Nullable Instant changedAt) {
    if (changedAt != null) {
      eventToVisible.record(Freshness.between(changedAt, clock.instant()));
    }
  }

  private double secondsBehind() {
    Instant oldest = oldestUnapplied;
    return oldest == null ? 0 : Freshness.between(oldest, clock.instant()).toMillis() / 1000.0;
  }

  private static double seconds(@Nullable Instant instant) {
    return instant == null ? 0 : instant.toEpochMilli() / 1000.0;
  }

  private static double bytesOrNaN(Callable<ByteSize> size) {
    try {
      return size.call().bytes();
    } catch (Exception _) {
      return Double.NaN;
    }
  }
}

package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.config.DurationText;
import io.hydrant.plan.Plan;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes what happens into the log: a line for each model that comes or goes, each fault with what
/// follows from it, and each object that is left out once. [ProgressLog] tells how far long
/// transfers are. Thread-safe.
public final class SyncLog implements SyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(SyncLog.class);
  private static final int MOST_LEFT_OUT_AT_ONCE = 20;

  private record LeftOut(ObjectKey key, SkipReason reason) {}

  private final InstantSource clock;
  private final Set<LeftOut> told = ConcurrentHashMap.newKeySet();

  public SyncLog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void on(SyncEvent event) {
    switch (event) {
      case SyncEvent.ListingStarted _ -> LOG.debug("listing the bucket");
      case SyncEvent.ListingDone(int objects, Duration took) ->
          LOG.info("listed {} in {}", Words.count(objects, "object"), DurationText.format(took));
      case SyncEvent.ListingFailed(String error, Duration retryIn) ->
          LOG.warn(
              "the bucket was not listed: {}; next attempt in {}",
              error,
              DurationText.format(retryIn));
      case SyncEvent.Planned(Plan plan, boolean full) -> planned(plan, full);
      case SyncEvent.FetchStarted(ModelFile file) ->
          LOG.debug("fetching {} ({})", file.path(), file.size());
      case SyncEvent.FetchProgressed _ -> {}
      case SyncEvent.FetchRetried(ModelFile file, int attempt, Duration delay, String error) ->
          LOG.warn(
              "attempt {} to fetch {} failed: {}; next attempt in {}",
              attempt,
              file.path(),
              error,
              DurationText.format(delay));
      case SyncEvent.Published(ModelFile file, Duration took, Instant changedAt) ->
          published(file, took, changedAt);
      case SyncEvent.PublishedUnverified(ModelFile file) ->
          LOG.debug(
              "{} is on the disk with only its size compared: S3 keeps no checksum of it; upload it"
                  + " again with one",
              file.path());
      case SyncEvent.FoundPresent(ModelFile file) ->
          LOG.debug("{} is on the disk already", file.path());
      case SyncEvent.FetchFailed(ModelFile file, String error) ->
          LOG.atError()
              .addKeyValue("model", file.path())
              .log("{} was not fetched: {}; it is tried again later", file.path(), error);
      case SyncEvent.FetchAbandoned(ModelFile file, String reason) ->
          LOG.info("gave up fetching {}: {}", file.path(), reason);
      case SyncEvent.Removed(ModelPath path, ByteSize size, Instant changedAt) ->
          LOG.atInfo()
              .addKeyValue("model", path)
              .addKeyValue("bytes", size.bytes())
              .log("removed {} ({}){}", path, size, since(changedAt));
      case SyncEvent.RemovalFailed(ModelPath path, String error) ->
          LOG.atError()
              .addKeyValue("model", path)
              .log("{} was not removed: {}; it is tried again later", path, error);
      case SyncEvent.EventsReceived(int events) ->
          LOG.debug("{} of the bucket", Words.count(events, "event"));
      case SyncEvent.ChangeHeard(ObjectKey key, Instant changedAt) ->
          LOG.debug("{} changed at {}", key, changedAt);
      case SyncEvent.Behind _, SyncEvent.NotWanted _ -> {}
      case SyncEvent.RemovalsHeld(int count, String reason, String code) ->
          held(count, reason, code);
      case SyncEvent.QueueFailed(String error, Duration retryIn) ->
          LOG.warn(
              "the queue was not read: {}; next attempt in {}, and listings go on",
              error,
              DurationText.format(retryIn));
      case SyncEvent.QueueRecovered _ -> LOG.info("the queue is read again");
      case SyncEvent.PlanFailed(String error, Duration retryIn) ->
          LOG.error(
              "the disk was not read: {}; next attempt in {}", error, DurationText.format(retryIn));
      case SyncEvent.DiskFailed(String reason) ->
          LOG.error("the disk does not work: {}; nothing is done until it does", reason);
      case SyncEvent.DiskFull(String reason) ->
          LOG.error("{}: others use up what Hydrant keeps free", reason);
      case SyncEvent.DiskRecovered _ -> LOG.info("the disk works again");
      case SyncEvent.LookFailed(String key, String error, Duration retryIn) ->
          LOG.warn(
              "{} was not looked at: {}; next attempt in {}",
              key,
              error,
              DurationText.format(retryIn));
      case SyncEvent.Hydrated(int files, ByteSize size) ->
          LOG.info("hydrated: {}, {} are on the disk", Words.count(files, "model"), size);
      case SyncEvent.InSync(int files, ByteSize size) ->
          LOG.debug("in step with the bucket: {}, {}", Words.count(files, "model"), size);
    }
  }

  private void planned(Plan plan, boolean full) {
    if (plan.isEmpty()) {
      LOG.debug("nothing to do: {} as they should be", Words.count(plan.kept().size(), "model"));
    } else {
      LOG.atLevel(full ? Level.INFO : Level.DEBUG)
          .log(
              "to do: fetch {} ({}), remove {}; {} as they should be",
              Words.count(plan.fetches().size(), "model"),
              plan.fetchSize(),
              plan.removals().size(),
              Words.count(plan.kept().size(), "model"));
    }
    leftOut(plan.skipped(), full);
  }

  private static void held(int count, @Nullable String reason, @Nullable String code) {
    if (count == 0) {
      LOG.info("no removal is held any more");
    } else {
      LOG.warn(
          "nothing is removed: {}. Check the bucket and --prefix; if it is meant, call 'hydrant"
              + " release-removals' on this node, or annotate it with"
              + " hydrant.dev/release-removals={}",
          reason,
          code);
    }
  }

  private void leftOut(List<Skipped> skipped, boolean full) {
    Set<LeftOut> now = new HashSet<>();
    int lines = 0;
    int more = 0;
    for (Skipped skip : skipped) {
      LeftOut leftOut = new LeftOut(skip.key(), skip.reason());
      if (!skip.reason().isNotable()) {
        continue;
      }
      now.add(leftOut);
      if (!told.add(leftOut)) {
        continue;
      }
      if (lines++ < MOST_LEFT_OUT_AT_ONCE) {
        LOG.warn(
            "left out {} ({}): {}: {}",
            skip.key(),
            skip.size(),
            skip.reason().label(),
            skip.detail());
      } else {
        more++;
      }
    }
    if (more > 0) {
      LOG.warn("left out {} more: 'hydrant plan' lists them", Words.count(more, "object"));
    }
    if (full) {
      told.retainAll(now);
    }
  }

  private void published(ModelFile file, Duration took, @Nullable Instant changedAt) {
    LOG.atInfo()
        .addKeyValue("model", file.path())
        .addKeyValue("bytes", file.size().bytes())
        .addKeyValue("seconds", took.toMillis() / 1000.0)
        .log(
            "published {} ({} in {}, {}){}",
            file.path(),
            file.size(),
            DurationText.format(took),
            Words.rate(file.size(), took),
            since(changedAt));
  }

  private String since(@Nullable Instant changedAt) {
    if (changedAt == null) {
      return "";
    }
    Duration lag = Duration.between(changedAt, clock.instant());
    return lag.isNegative() ? "" : ", " + DurationText.format(lag) + " after the change";
  }
}

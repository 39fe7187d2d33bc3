package io.hydrant.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measures where the time goes between a change of the bucket and the model on the disk.
/// Thread-safe.
///
/// It remembers a bounded number of changes: in a burst beyond that, the stages of the oldest ones
/// are not measured.
final class Freshness {
  private static final int MOST_REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Timer delivery;
  private final Timer queue;
  private final Timer fetch;
  private final Timer publish;

  /// When the first unanswered event of a key was received.
  @GuardedBy("this")
  private final Map<ObjectKey, Instant> heard =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// Fetches under way whose change was heard.
  @GuardedBy("this")
  private final Map<ModelPath, Started> started = new HashMap<>();

  private static final class Started {
    final Instant heardAt;
    final Instant startedAt;
    Instant lastByteAt;

    Started(Instant heardAt, Instant startedAt) {
      this.heardAt = heardAt;
      this.startedAt = startedAt;
      this.lastByteAt = startedAt;
    }
  }

  Freshness(Meters meters, InstantSource clock) {
    this.clock = clock;
    this.delivery = meters.timer(Metric.EVENT_STAGES, "delivery");
    this.queue = meters.timer(Metric.EVENT_STAGES, "queue");
    this.fetch = meters.timer(Metric.EVENT_STAGES, "fetch");
    this.publish = meters.timer(Metric.EVENT_STAGES, "publish");
  }

  synchronized void heard(ObjectKey key) {
    heard.putIfAbsent(key, clock.instant());
  }

  /// A fetch began, or began again: the attempts that failed count as fetching.
  synchronized void fetchStarted(ModelFile file) {
    Instant heardAt = heard.remove(file.object().key());
    if (heardAt != null) {
      started.put(file.path(), new Started(heardAt, clock.instant()));
    }
  }

  synchronized void bytesArrived(ModelPath path) {
    Started fetching = started.get(path);
    if (fetching != null) {
      fetching.lastByteAt = clock.instant();
    }
  }

  /// The model is visible.
  ///
  /// @param changedAt null when no event told of it
  void published(ModelFile file, @Nullable Instant changedAt) {
    Started fetched;
    synchronized (this) {
      fetched = started.remove(file.path());
    }
    if (fetched != null && changedAt != null) {
      delivery.record(between(changedAt, fetched.heardAt));
      queue.record(between(fetched.heardAt, fetched.startedAt));
      fetch.record(between(fetched.startedAt, fetched.lastByteAt));
      publish.record(between(fetched.lastByteAt, clock.instant()));
    }
  }

  /// Nothing comes of a fetch.
  synchronized void ended(ModelFile file) {
    started.remove(file.path());
    heard.remove(file.object().key());
  }

  /// Never below zero: the clocks of S3 and of the node are two.
  static Duration between(Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    return time.isNegative() ? Duration.ZERO : time;
  }
}

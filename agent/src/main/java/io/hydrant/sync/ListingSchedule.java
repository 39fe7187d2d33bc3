package io.hydrant.sync;

import io.hydrant.transfer.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// When the bucket is listed: at an interval, sooner after trouble, and after a failure with a
/// growing delay. Not thread-safe.
final class ListingSchedule {
  /// So that the nodes that had the same trouble do not all list at once.
  private static final Duration SPREAD_AFTER_TROUBLE = Duration.ofSeconds(10);

  private final Duration interval;
  private final RetryPolicy backoff;
  private final Ticker ticker;
  private final RandomGenerator random;
  private boolean running;
  private boolean again;
  private int failures;
  private long next;

  /// The first listing is due at once.
  ///
  /// @param interval from the end of one to the next, give or take a tenth
  ListingSchedule(Duration interval, RetryPolicy backoff, Ticker ticker, RandomGenerator random) {
    this.interval = interval;
    this.backoff = backoff;
    this.ticker = ticker;
    this.random = random;
    this.next = ticker.nanos();
  }

  boolean isRunning() {
    return running;
  }

  boolean isDue() {
    return !running && next <= ticker.nanos();
  }

  void started() {
    running = true;
    again = false;
  }

  void done() {
    running = false;
    failures = 0;
    next = again ? ticker.nanos() : ticker.nanos() + jittered();
  }

  /// Takes in that one failed.
  ///
  /// @return how long it will be until the next attempt
  Duration failed() {
    running = false;
    failures++;
    Duration delay = backoff.delayAfter(failures, random.nextDouble());
    next = ticker.nanos() + delay.toNanos();
    return delay;
  }

  /// Somebody wants one now. One that is running may have passed what they mean, so another
  /// follows.
  void now() {
    again = running;
    next = ticker.nanos();
  }

  /// Something may have been missed.
  void soon() {
    again = running;
    long spread = Math.min(SPREAD_AFTER_TROUBLE.toNanos(), interval.toNanos());
    next = Math.min(next, ticker.nanos() + Math.round(spread * random.nextDouble()));
  }

  /// When the next one is due, on the ticker; never while one is running.
  long due() {
    return running ? Long.MAX_VALUE : next;
  }

  private long jittered() {
    return Math.round(interval.toNanos() * (0.9 + 0.2 * random.nextDouble()));
  }
}

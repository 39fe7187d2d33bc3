package io.hydrant.sync;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.transfer.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/// When the next plan for everything is made. A plan with removals is made twice: in between, a
/// look confirms each of them. Not thread-safe.
final class FullPlanning {
  private final RetryPolicy backoff;
  private final Ticker ticker;
  private final RandomGenerator random;

  /// Removals that a look has to confirm before the plan goes on.
  private final Set<ObjectKey> confirming = new HashSet<>();

  private boolean wanted;
  private boolean confirmed;
  private int failures;
  private long next;

  FullPlanning(RetryPolicy backoff, Ticker ticker, RandomGenerator random) {
    this.backoff = backoff;
    this.ticker = ticker;
    this.random = random;
    this.next = ticker.nanos();
  }

  /// A plan is to be made of something new: nothing of it is confirmed.
  void begin() {
    wanted = true;
    confirmed = false;
    confirming.clear();
  }

  /// A plan is to be made of what is known.
  void want() {
    wanted = true;
  }

  boolean isWanted() {
    return wanted;
  }

  boolean isDue() {
    return isReady() && next <= ticker.nanos();
  }

  private boolean isReady() {
    return wanted && confirming.isEmpty();
  }

  /// When the next plan is due, on the ticker.
  long due() {
    return isReady() ? next : Long.MAX_VALUE;
  }

  /// Whether the removals of the plan before have been looked at.
  boolean isConfirmed() {
    return confirmed;
  }

  /// A plan was made.
  ///
  /// @param unconfirmed the keys to look at before the next one; none when nothing is left to plan
  void planned(Collection<ObjectKey> unconfirmed) {
    failures = 0;
    wanted = !unconfirmed.isEmpty();
    confirmed = true;
    confirming.addAll(unconfirmed);
  }

  /// The disk could not be read.
  ///
  /// @return how long it will be until the next attempt
  Duration failed() {
    failures++;
    Duration delay = backoff.delayAfter(failures, random.nextDouble());
    next = ticker.nanos() + delay.toNanos();
    return delay;
  }

  /// A key is dealt with, or put off: nothing waits for it.
  void waitNoMoreFor(ObjectKey key) {
    confirming.remove(key);
  }
}

package io.hydrant.transfer;

import java.time.Duration;

/// Exponential backoff with full jitter: before attempt n + 1 a time is drawn between zero and
/// `base` · 2ⁿ⁻¹, at most `cap`, so that many nodes that failed together do not come back together.
///
/// @param attempts how many attempts are made in all
public record RetryPolicy(int attempts, Duration base, Duration cap) {
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt is made, not " + attempts);
    }
    if (!base.isPositive() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "delays from " + base + " to " + cap + " do not grow from something");
    }
  }

  public static RetryPolicy ofAttempts(int attempts) {
    return new RetryPolicy(attempts, Duration.ofMillis(500), Duration.ofSeconds(20));
  }

  /// Whether another attempt is made after this one (the first is 1) failed.
  public boolean allowsAfter(int attempt) {
    return attempt < attempts;
  }

  /// The time to wait after the failure of an attempt.
  ///
  /// @param random from 0 (inclusive) to 1 (exclusive)
  public Duration delayAfter(int attempt, double random) {
    double ceiling =
        Math.min((double) cap.toMillis(), base.toMillis() * Math.pow(2, Math.min(attempt - 1, 30)));
    return Duration.ofMillis(Math.round(ceiling * random));
  }
}

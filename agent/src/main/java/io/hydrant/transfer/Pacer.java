package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Spaces the starts of fetches so that no more bytes arrive in a second, on average, than a rate:
/// each one may start when all that started before it would have arrived at that rate. The rate of
/// a single moment is not bounded, because native code receives the bytes. Time in which nothing
/// was fetched is not made up for. Thread-safe.
final class Pacer {
  private final double nanosPerByte;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long freeFrom;

  /// @param bounds give the rate
  /// @param nanoTime only goes forward
  Pacer(Bounds bounds, LongSupplier nanoTime) {
    this.nanosPerByte = bounds.perSecond() == null ? 0 : 1e9 / bounds.perSecond().bytes();
    this.nanoTime = nanoTime;
    this.freeFrom = nanoTime.getAsLong();
  }

  /// Takes a fetch of so many bytes into account.
  ///
  /// @return how long it must wait before it starts
  synchronized Duration claim(long bytes) {
    long now = nanoTime.getAsLong();
    long start = freeFrom - now > 0 ? freeFrom : now;
    freeFrom = start + nanos(bytes);
    return Duration.ofNanos(start - now);
  }

  /// Takes a claim back whose fetch did not start.
  synchronized void giveBack(long bytes) {
    freeFrom -= nanos(bytes);
  }

  private long nanos(long bytes) {
    return Math.round(bytes * nanosPerByte);
  }
}

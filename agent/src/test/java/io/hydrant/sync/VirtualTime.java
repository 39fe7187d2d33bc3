package io.hydrant.sync;

import io.hydrant.transfer.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes only when a test lets it.
final class VirtualTime implements InstantSource, Ticker, Sleeper {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pass(time);
  }
}

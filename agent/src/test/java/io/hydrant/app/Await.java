package io.hydrant.app;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for conditions of another process or thread, which nothing announces.
public final class Await {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /// Returns when the condition holds.
  ///
  /// @param problem what is said when it does not hold in time
  public static void until(Callable<Boolean> condition, Supplier<String> problem) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + LONGEST + ": " + problem.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

package io.hydrant.localcloud.demo;

import java.io.IOException;
import java.time.Duration;

/// Waits for what the agent does, as long as it lives and not for ever.
final class Watch {
  private final Process agent;
  private final Duration interval;

  /// @param interval how often it looks
  Watch(Process agent, Duration interval) {
    this.agent = agent;
    this.interval = interval;
  }

  /// Something that becomes true.
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /// Waits until a condition holds.
  ///
  /// @param complaint what is said when it does not come to hold
  /// @return how long that took
  Duration until(String complaint, Duration timeout, Condition condition)
      throws DemoException, IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (!agent.isAlive()) {
        throw new DemoException(
            complaint + ": the agent ended with exit code " + agent.exitValue());
      }
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new DemoException(complaint + " after " + timeout.toSeconds() + " s");
      }
      Thread.sleep(interval);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

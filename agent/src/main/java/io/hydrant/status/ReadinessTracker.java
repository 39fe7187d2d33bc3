package io.hydrant.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows the [Readiness] over time. Thread-safe.
public final class ReadinessTracker {
  private final Supplier<AgentStatus> status;
  private final HydrationDeadline deadline;
  private final InstantSource clock;

  @GuardedBy("this")
  private @Nullable Readiness last;

  public ReadinessTracker(
      Supplier<AgentStatus> status, HydrationDeadline deadline, InstantSource clock) {
    this.status = status;
    this.deadline = deadline;
    this.clock = clock;
  }

  /// Takes up what an earlier process said of this node, so that a restart neither closes an open
  /// gate nor starts the deadline anew.
  public synchronized void resume(Readiness earlier) {
    last = earlier;
  }

  /// The readiness now.
  public synchronized Readiness readiness() {
    last = Readiness.next(last, status.get(), deadline, clock.instant());
    return last;
  }
}

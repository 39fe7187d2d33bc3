package io.hydrant.http;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for platform threads that wait for each other for ever.
final class Deadlocks {
  private Deadlocks() {}

  /// The threads and what they wait for, or null when there is no deadlock.
  static @Nullable String find() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] stuck = threads.findDeadlockedThreads();
    return stuck == null
        ? null
        : Arrays.stream(threads.getThreadInfo(stuck))
            .map(Deadlocks::describe)
            .collect(Collectors.joining("; ", "deadlock: ", ""));
  }

  private static String describe(ThreadInfo thread) {
    return "'"
        + thread.getThreadName()
        + "' waits for "
        + thread.getLockName()
        + ", which '"
        + thread.getLockOwnerName()
        + "' holds";
  }
}

package io.hydrant.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// Bytes per second over a sliding window of whole seconds. A clock that is set back begins a new
/// window. Not thread-safe.
final class Throughput {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private record Slot(long second, long bytes) {}

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long windowBytes;

  void add(Instant now, long bytes) {
    expire(now);
    long second = now.getEpochSecond();
    Slot last = slots.peekLast();
    if (last != null && last.second() == second) {
      slots.pollLast();
      slots.addLast(new Slot(second, last.bytes() + bytes));
    } else {
      slots.addLast(new Slot(second, bytes));
    }
    windowBytes += bytes;
  }

  long bytesPerSecond(Instant now) {
    expire(now);
    Slot first = slots.peekFirst();
    if (first == null) {
      return 0;
    }
    double elapsed =
        Math.max(
            1, Duration.between(Instant.ofEpochSecond(first.second()), now).toMillis() / 1000.0);
    return Math.round(windowBytes / elapsed);
  }

  private void expire(Instant now) {
    Slot last = slots.peekLast();
    if (last != null && last.second() > now.getEpochSecond()) {
      slots.clear();
      windowBytes = 0;
    }
    long oldest = now.minus(WINDOW).getEpochSecond();
    for (Slot first = slots.peekFirst();
        first != null && first.second() < oldest;
        first = slots.peekFirst()) {
      windowBytes -= first.bytes();
      slots.pollFirst();
    }
  }
}

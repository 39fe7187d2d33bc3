package io.hydrant.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A queue in memory with all that the port promises. Thread-safe.
///
/// Closing lets go of what was received and not settled, as the end of a process does; the queue
/// may then be used again, as by the next process.
public final class InMemoryEventQueue implements EventQueue {
  private static final int MOST_PER_RECEIVE = 10;

  @GuardedBy("this")
  private final Queue<Delivery> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, Delivery> inFlight = new LinkedHashMap<>();

  @GuardedBy("this")
  private long lastHandle;

  @GuardedBy("this")
  private @Nullable IOException failure;

  /// Sends the events in one message.
  public synchronized void send(BucketEvent... events) {
    waiting.add(new Delivery("message-" + ++lastHandle, List.of(events)));
    notifyAll();
  }

  /// Makes everything that was received and not settled visible again, as when its visibility runs
  /// out.
  public synchronized void redeliver() {
    waiting.addAll(inFlight.values());
    inFlight.clear();
    notifyAll();
  }

  /// From now on every call fails in this way; null ends it.
  public synchronized void failWith(@Nullable IOException failure) {
    this.failure = failure;
    notifyAll();
  }

  /// The messages that nobody has received.
  public synchronized int waiting() {
    return waiting.size();
  }

  /// The messages that were received and are not settled.
  public synchronized int unsettled() {
    return inFlight.size();
  }

  @Override
  public synchronized List<Delivery> receive(Duration wait) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    throwFailure();
    if (Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    while (waiting.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return List.of();
      }
      try {
        // The millisecond on top: a wait of zero would be one without end.
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return List.of();
      }
      throwFailure();
    }
    List<Delivery> received = new ArrayList<>();
    while (received.size() < MOST_PER_RECEIVE && !waiting.isEmpty()) {
      Delivery delivery = waiting.remove();
      inFlight.put(delivery.handle(), delivery);
      received.add(delivery);
    }
    return received;
  }

  @Override
  public synchronized void settle(Collection<Delivery> deliveries) throws IOException {
    throwFailure();
    deliveries.forEach(delivery -> inFlight.remove(delivery.handle()));
  }

  @Override
  public void close() {
    redeliver();
  }

  @GuardedBy("this")
  private void throwFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }
}

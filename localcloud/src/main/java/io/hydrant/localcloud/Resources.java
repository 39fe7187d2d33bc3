package io.hydrant.localcloud;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened, in reverse order.
final class Resources implements AutoCloseable {
  private final Deque<Runnable> closings = new ArrayDeque<>();

  synchronized void closeLater(Runnable closing) {
    closings.push(closing);
  }

  /// Does nothing the second time.
  @Override
  public synchronized void close() {
    while (!closings.isEmpty()) {
      closings.pop().run();
    }
  }
}

package io.hydrant.progress;

import java.util.List;

/// Hears of every [SyncEvent], on the thread on which it happened: it must be quick, thread-safe
/// and must not throw.
@FunctionalInterface
public interface SyncListener {
  void on(SyncEvent event);

  /// Tells several listeners, in their order.
  static SyncListener all(List<SyncListener> listeners) {
    List<SyncListener> copy = List.copyOf(listeners);
    return event -> copy.forEach(listener -> listener.on(event));
  }
}

package io.hydrant.sync;

import io.hydrant.event.Delivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The messages of the queue that keys wait for, and those that none waits for any more. Not
/// thread-safe.
final class OpenMessages {

  /// A message and the number of its keys that are not dealt with.
  static final class Open {
    private final Delivery delivery;
    private int open;

    private Open(Delivery delivery, int open) {
      this.delivery = delivery;
      this.open = open;
    }
  }

  private final List<Delivery> settled = new ArrayList<>();

  /// @param keys how often it will be [released][#release]; if never, it is settled now
  Open open(Delivery delivery, int keys) {
    if (keys == 0) {
      settled.add(delivery);
    }
    return new Open(delivery, keys);
  }

  /// One of its keys waits no more.
  void release(Open message) {
    if (--message.open == 0) {
      settled.add(message.delivery);
    }
  }

  /// Those that nothing waits for any more; each is returned once.
  Collection<Delivery> takeSettled() {
    List<Delivery> taken = List.copyOf(settled);
    settled.clear();
    return taken;
  }
}

package io.hydrant.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The way from the bucket to the queue: messages are late, out of order, doubled, and if it is
/// lossy, some never arrive. Thread-safe.
final class Post<T> {
  private final RandomGenerator random;
  private final boolean lossy;
  private final Consumer<T> recipient;
  private final List<T> underWay = new ArrayList<>();

  Post(RandomGenerator random, boolean lossy, Consumer<T> recipient) {
    this.random = random;
    this.lossy = lossy;
    this.recipient = recipient;
  }

  synchronized void send(T message) {
    if (lossy && random.nextInt(8) == 0) {
      return;
    }
    int copies = random.nextInt(5) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      underWay.add(message);
    }
  }

  /// Lets one message arrive, if there is one.
  synchronized void deliver() {
    if (!underWay.isEmpty()) {
      recipient.accept(underWay.remove(random.nextInt(underWay.size())));
    }
  }

  synchronized void deliverAll() {
    while (!underWay.isEmpty()) {
      deliver();
    }
  }
}

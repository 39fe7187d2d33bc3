package io.hydrant.localcloud.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Drops, duplicates and reorders events by chance, the same ones for the same seed and the same
/// order of changes. Thread-safe.
///
/// A reordered message is held back and arrives after a later one, or at the latest when {@link
/// #release} is called.
public final class UnreliableDelivery implements DeliveryFilter {
  private final double drop;
  private final double duplicate;
  private final double holdBack;

  @GuardedBy("this")
  private final Random random;

  @GuardedBy("this")
  private final List<Runnable> held = new ArrayList<>();

  @GuardedBy("this")
  private int dropped;

  /// Each share is from 0 to 1 and is drawn for each message on its own.
  ///
  /// @param drop the share of messages that never arrive
  /// @param duplicate of those that arrive, the share that arrives twice
  /// @param holdBack of every arrival, the share that is late
  public UnreliableDelivery(long seed, double drop, double duplicate, double holdBack) {
    this.random = new Random(seed);
    this.drop = share("drop", drop);
    this.duplicate = share("duplicate", duplicate);
    this.holdBack = share("holdBack", holdBack);
  }

  @Override
  public synchronized void deliver(String message, Consumer<String> topic) {
    if (random.nextDouble() < drop) {
      dropped++;
      return;
    }
    arrive(() -> topic.accept(message));
    if (random.nextDouble() < duplicate) {
      arrive(() -> topic.accept(message));
    }
  }

  /// Lets everything arrive that is still held back, in any order.
  public synchronized void release() {
    Collections.shuffle(held, random);
    held.forEach(Runnable::run);
    held.clear();
  }

  /// How many messages never arrive.
  public synchronized int dropped() {
    return dropped;
  }

  @GuardedBy("this")
  private void arrive(Runnable arrival) {
    if (random.nextDouble() < holdBack) {
      held.add(arrival);
      return;
    }
    arrival.run();
    if (!held.isEmpty() && random.nextBoolean()) {
      held.remove(random.nextInt(held.size())).run();
    }
  }

  private static double share(String name, double value) {
    if (value < 0 || value > 1) {
      throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + value);
    }
    return value;
  }
}

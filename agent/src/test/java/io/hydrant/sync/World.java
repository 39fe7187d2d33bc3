package io.hydrant.sync;

import io.hydrant.event.EventQueue;
import io.hydrant.source.ModelSource;
import io.hydrant.testing.disk.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a [History] happens in: a bucket whose changes become messages in a queue, and a node's
/// disk.
interface World extends AutoCloseable {

  /// How a world is.
  ///
  /// @param lossy whether messages get lost on their way to the queue
  /// @param time is that of the history
  record Nature(RandomGenerator random, boolean lossy, VirtualTime time) {}

  /// Makes a world.
  @FunctionalInterface
  interface Maker {
    World make(Nature nature) throws IOException;
  }

  /// The bucket's name.
  default String bucket() {
    return SimulatedNode.BUCKET;
  }

  /// The root of the node's store.
  Path root();

  /// The disk, where it can go down at any operation; null where it is a real one.
  default @Nullable MemoryDisk disk() {
    return null;
  }

  ModelSource source();

  void put(String key, byte[] content);

  /// There is such an object.
  void delete(String key);

  /// Opens the queue for a new process. What an earlier one has not settled comes again.
  EventQueue openQueue() throws IOException;

  /// Lets one of the messages that are on their way arrive in the queue, if there is one.
  void deliver();

  /// Lets everything arrive that ever will.
  void deliverAll();

  /// The visibility of what was received runs out: it comes once more.
  default void redeliver() {}

  /// Whether every message has been settled.
  boolean isSettled();

  @Override
  void close() throws IOException;
}

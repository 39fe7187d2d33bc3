package io.hydrant.localcloud.s3;

import java.util.function.Consumer;

/// Stands between a bucket's events and their topic, and decides what arrives there: each message
/// once, twice, later, or not at all.
///
/// Called on one thread, in the order of the changes; the topic may be given messages at any time
/// and from any thread, until the cloud is closed.
@FunctionalInterface
public interface DeliveryFilter {
  /// Everything arrives once and in order.
  DeliveryFilter FAITHFUL = (message, topic) -> topic.accept(message);

  /// Decides about one message.
  ///
  /// @param message the event as JSON
  /// @param topic brings a message to the topic of the event's bucket
  void deliver(String message, Consumer<String> topic);
}

package io.hydrant.localcloud.sns;

/// Puts messages into queues.
@FunctionalInterface
public interface QueueSender {
  /// Puts a message into a queue.
  ///
  /// @throws RuntimeException when the queue does not take the message
  void send(String queueArn, String body);
}

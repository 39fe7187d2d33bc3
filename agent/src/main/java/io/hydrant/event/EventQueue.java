package io.hydrant.event;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// The queue of bucket events for this node.
///
/// Safe from several threads. Messages that hold no event (a test event) or none that can be
/// understood are dealt with and counted by the queue itself and are never delivered.
public interface EventQueue extends AutoCloseable {

  /// Waits up to a time for messages; empty when there are none. Returns early and empty when
  /// interrupted, with the flag kept.
  List<Delivery> receive(Duration wait) throws IOException;

  /// Says that the messages' events are dealt with, so that they are not delivered again. Until
  /// then the queue keeps them invisible for as long as this process lives.
  void settle(Collection<Delivery> deliveries) throws IOException;

  @Override
  void close();
}

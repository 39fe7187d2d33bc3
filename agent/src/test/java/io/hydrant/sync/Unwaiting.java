package io.hydrant.sync;

import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// A queue at which nobody waits: in virtual time nothing can come meanwhile.
///
/// @param end what closing it does
record Unwaiting(EventQueue queue, Runnable end) implements EventQueue {
  @Override
  public List<Delivery> receive(Duration wait) throws IOException {
    return queue.receive(Duration.ZERO);
  }

  @Override
  public void settle(Collection<Delivery> deliveries) throws IOException {
    queue.settle(deliveries);
  }

  @Override
  public void close() {
    end.run();
  }
}

package io.hydrant.event;

import java.util.List;

/// One message of the queue with the events in it. It stays invisible to others until it is
/// settled.
///
/// @param handle what the queue knows the message by
public record Delivery(String handle, List<BucketEvent> events) {
  public Delivery {
    events = List.copyOf(events);
  }
}

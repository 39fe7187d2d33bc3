package io.hydrant.event.sqs;

import io.hydrant.event.BucketEvent;
import java.util.List;

/// What the body of a message turned out to be.
sealed interface ParsedMessage {

  /// One event or more.
  record Events(List<BucketEvent> events) implements ParsedMessage {
    public Events {
      events = List.copyOf(events);
    }
  }

  /// A message that is known and tells of no object.
  record Ignorable(String what) implements ParsedMessage {}

  /// A message that nobody can act on.
  ///
  /// @param reason one of a few fixed sentences, without anything of the message
  record Malformed(String reason) implements ParsedMessage {}
}

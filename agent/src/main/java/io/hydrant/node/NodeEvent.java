package io.hydrant.node;

import java.time.Instant;

/// A step that a person asks about, for the list of Events of the Node.
///
/// @param reason one word in upper camel case
public record NodeEvent(Type type, String reason, String message, Instant at) {

  /// How much it matters.
  public enum Type {
    NORMAL,
    WARNING
  }
}

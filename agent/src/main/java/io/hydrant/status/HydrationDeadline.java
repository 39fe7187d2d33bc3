package io.hydrant.status;

import java.time.Duration;
import java.util.Locale;

/// What happens to a node that does not become ready in time.
///
/// @param after how long it may take
/// @param action what is done then
public record HydrationDeadline(Duration after, Action action) {
  public HydrationDeadline {
    if (!after.isPositive()) {
      throw new IllegalArgumentException("a hydration deadline is positive, not " + after);
    }
  }

  /// What a passed deadline means.
  public enum Action {
    /// The node stays closed; somebody is told.
    FAIL_CLOSED,
    /// The node is opened with what it has; somebody is told.
    FAIL_OPEN
  }

  /// The time for a person: `1h30m`.
  String text() {
    return after.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}

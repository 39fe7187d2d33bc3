package io.hydrant.cli;

import io.hydrant.config.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a person is told who waits: why, at once, and again when that has changed, but not at every
/// step of a rollout.
final class Waiting {
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Duration timeout;
  private final InstantSource clock;

  private @Nullable String told;
  private Instant quietUntil = Instant.MIN;

  Waiting(Duration timeout, InstantSource clock) {
    this.timeout = timeout;
    this.clock = clock;
  }

  /// A line about what is still missing, if it is time for one.
  Optional<String> news(String object, String detail) {
    Instant now = clock.instant();
    if (detail.equals(told) || now.isBefore(quietUntil)) {
      return Optional.empty();
    }
    String line =
        (told == null ? "waiting at most " + DurationText.format(timeout) : "still waiting")
            + " for "
            + object
            + ": "
            + detail;
    told = detail;
    quietUntil = now.plus(QUIET);
    return Optional.of(line);
  }
}

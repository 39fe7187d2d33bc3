package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The published files that nothing wants any more and that stay for a while all the same, in case
/// their objects come back. Not thread-safe.
final class Graves {
  private record Grave(long until, ByteSize size) {}

  private final Duration grace;
  private final Ticker ticker;
  private final Map<ModelPath, Grave> graves = new HashMap<>();

  Graves(Duration grace, Ticker ticker) {
    this.grace = grace;
    this.ticker = ticker;
  }

  /// Whether the time of a file that is no longer wanted has come; it begins with the first
  /// question.
  boolean isOver(Plan.Removal removal) {
    if (grace.isZero()) {
      return true;
    }
    Grave grave =
        graves.computeIfAbsent(
            removal.path(),
            _ -> new Grave(ticker.nanos() + grace.toNanos(), removal.record().size()));
    return grave.until() <= ticker.nanos();
  }

  /// When the time of a file comes, on the ticker.
  long until(ModelPath path) {
    Grave grave = graves.get(path);
    return grave == null ? ticker.nanos() : grave.until();
  }

  /// The file is wanted again, or gone.
  void forget(ModelPath path) {
    graves.remove(path);
  }

  /// The room that the files take which a plan counts as free.
  ByteSize size() {
    return new ByteSize(graves.values().stream().mapToLong(grave -> grave.size().bytes()).sum());
  }
}

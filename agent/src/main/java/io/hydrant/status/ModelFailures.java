package io.hydrant.status;

import io.hydrant.catalog.ModelPath;
import io.hydrant.status.AgentStatus.Failure;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models that could not be fetched or removed. Not thread-safe.
final class ModelFailures {
  private final Map<ModelPath, Failure> failures = new LinkedHashMap<>();

  /// Fetches that failed and are tried again in a moment: no trouble yet.
  private final Map<ModelPath, Failure> retried = new LinkedHashMap<>();

  void failed(ModelPath path, String error, Instant now) {
    failures.put(path, new Failure(path.value(), error, now));
  }

  void retried(ModelPath path, String error, Instant now) {
    retried.put(path, new Failure(path.value(), error, now));
  }

  /// The failure of a model matters no more; a fetch of it may go on.
  void passed(ModelPath path) {
    failures.remove(path);
  }

  /// A fetch has ended.
  void over(ModelPath path) {
    failures.remove(path);
    retried.remove(path);
  }

  void clear() {
    failures.clear();
    retried.clear();
  }

  /// Those that are given up first.
  List<Failure> list(int most) {
    return Stream.concat(failures.values().stream(), retried.values().stream())
        .limit(most)
        .toList();
  }

  /// Whether any is given up.
  boolean areThere() {
    return !failures.isEmpty();
  }

  /// How many are given up and what of the first, or null when none is.
  @Nullable String message() {
    if (!areThere()) {
      return null;
    }
    Failure first = failures.values().iterator().next();
    String count =
        failures.size() == 1 ? "1 model fails: " : failures.size() + " models fail, among them ";
    return count + first.path() + ": " + first.error();
  }
}

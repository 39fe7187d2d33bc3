package io.hydrant.status;

import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The objects of the bucket that are left out, by their keys. Not thread-safe.
final class SkippedObjects {
  private final Map<String, Skipped> skipped = new TreeMap<>();

  /// @param full whether the plan is of the whole bucket
  void planned(Plan plan, boolean full) {
    if (full) {
      skipped.clear();
    }
    plan.fetches().forEach(fetch -> skipped.remove(fetch.file().object().key().value()));
    plan.kept().forEach(file -> skipped.remove(file.object().key().value()));
    plan.skipped().forEach(skip -> skipped.put(skip.key().value(), skip));
  }

  Map<String, Integer> countByReason() {
    Map<String, Integer> counts = new TreeMap<>();
    skipped.values().forEach(skip -> counts.merge(skip.reason().name(), 1, Integer::sum));
    return counts;
  }

  /// Those that somebody should look at, and after them those for which there is no room.
  List<AgentStatus.SkippedObject> notable(int most) {
    return skipped.values().stream()
        .filter(skip -> skip.reason().isNotable())
        .sorted(Comparator.comparing((Skipped skip) -> skip.reason() == SkipReason.NO_SPACE))
        .limit(most)
        .map(skip ->
            new AgentStatus.SkippedObject(
                skip.key().value(), skip.size().bytes(), skip.reason().name(), skip.detail()))
        .toList();
  }
}

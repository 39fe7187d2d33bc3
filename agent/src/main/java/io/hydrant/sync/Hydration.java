package io.hydrant.sync;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Which models of the last full plan are not on the disk yet. What the bucket gains afterwards
/// does not count: hydration would never end in a busy bucket.
final class Hydration {
  /// With the state that is waited for.
  private final Map<ModelPath, ModelFile> missing = new HashMap<>();

  private boolean planned;

  void planned(Plan plan) {
    planned = true;
    missing.clear();
    plan.fetches().forEach(fetch -> missing.put(fetch.file().path(), fetch.file()));
  }

  /// One that was overtaken by another state of its object does not count.
  void published(ModelFile file) {
    missing.computeIfPresent(
        file.path(), (_, waitedFor) -> waitedFor.isSameStateAs(file) ? null : waitedFor);
  }

  /// Takes in what of some paths is still wanted, and in which state.
  void narrowed(Collection<ModelPath> paths, Plan plan) {
    Map<ModelPath, ModelFile> fetched = new HashMap<>();
    plan.fetches().forEach(fetch -> fetched.put(fetch.file().path(), fetch.file()));
    for (ModelPath path : paths) {
      missing.computeIfPresent(path, (_, _) -> fetched.get(path));
    }
  }

  boolean isComplete() {
    return planned && missing.isEmpty();
  }
}

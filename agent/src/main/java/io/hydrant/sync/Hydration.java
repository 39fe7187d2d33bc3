package io.hydrant.sync;

import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Which models of the last full plan are not on the disk yet. What the bucket gains afterwards
/// does not count: hydration would never end in a busy bucket.
final class Hydration {
  private final Set<ModelPath> missing = new HashSet<>();
  private boolean planned;

  void planned(Plan plan) {
    planned = true;
    missing.clear();
    plan.fetches().forEach(fetch -> missing.add(fetch.file().path()));
  }

  void published(ModelPath path) {
    missing.remove(path);
  }

  /// Takes in what of some paths is still wanted.
  void narrowed(Collection<ModelPath> paths, Catalog wanted) {
    for (ModelPath path : paths) {
      if (!wanted.files().containsKey(path)) {
        missing.remove(path);
      }
    }
  }

  boolean isComplete() {
    return planned && missing.isEmpty();
  }
}

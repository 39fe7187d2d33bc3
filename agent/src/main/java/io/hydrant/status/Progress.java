package io.hydrant.status;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.status.AgentStatus.Totals;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which models are wanted and which of them are still missing. Not thread-safe.
final class Progress {
  private final Map<ModelPath, ModelFile> wanted = new HashMap<>();
  private final Set<ModelPath> missing = new HashSet<>();
  private long wantedBytes;
  private long missingBytes;

  void planned(Plan plan, boolean full) {
    if (full) {
      wanted.clear();
      missing.clear();
      wantedBytes = 0;
      missingBytes = 0;
    }
    plan.removals().forEach(removal -> forget(removal.path()));
    plan.kept().forEach(this::keep);
    plan.fetches().forEach(fetch -> fetch(fetch.file()));
  }

  void published(ModelFile file) {
    if (isWanted(file) && missing.remove(file.path())) {
      missingBytes -= file.size().bytes();
    }
  }

  /// The object is no longer what was wanted; the next look at its key decides anew, if it has not
  /// done so already.
  void abandoned(ModelFile file) {
    if (isWanted(file)) {
      forget(file.path());
    }
  }

  private boolean isWanted(ModelFile file) {
    ModelFile state = wanted.get(file.path());
    return state != null && state.isSameStateAs(file);
  }

  Totals wanted() {
    return new Totals(wanted.size(), wantedBytes);
  }

  Totals present() {
    return new Totals(wanted.size() - missing.size(), wantedBytes - missingBytes);
  }

  private void keep(ModelFile file) {
    forget(file.path());
    wanted.put(file.path(), file);
    wantedBytes += file.size().bytes();
  }

  private void fetch(ModelFile file) {
    keep(file);
    missing.add(file.path());
    missingBytes += file.size().bytes();
  }

  private void forget(ModelPath path) {
    ModelFile file = wanted.remove(path);
    if (file != null) {
      wantedBytes -= file.size().bytes();
      missingBytes -= missing.remove(path) ? file.size().bytes() : 0;
    }
  }
}

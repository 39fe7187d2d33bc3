package io.hydrant.status;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.status.AgentStatus.Totals;
import java.util.HashMap;
import java.util.Map;

/// Which models are wanted and which of them are still missing. Not thread-safe.
final class Progress {
  private final Map<ModelPath, Long> wanted = new HashMap<>();
  private final Map<ModelPath, Long> missing = new HashMap<>();
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

  void published(ModelPath path) {
    Long size = missing.remove(path);
    missingBytes -= size == null ? 0 : size;
  }

  /// The object is no longer what was wanted; the next look at its key decides anew.
  void abandoned(ModelPath path) {
    forget(path);
  }

  Totals wanted() {
    return new Totals(wanted.size(), wantedBytes);
  }

  Totals present() {
    return new Totals(wanted.size() - missing.size(), wantedBytes - missingBytes);
  }

  private void keep(ModelFile file) {
    forget(file.path());
    wanted.put(file.path(), file.size().bytes());
    wantedBytes += file.size().bytes();
  }

  private void fetch(ModelFile file) {
    keep(file);
    missing.put(file.path(), file.size().bytes());
    missingBytes += file.size().bytes();
  }

  private void forget(ModelPath path) {
    published(path);
    Long size = wanted.remove(path);
    wantedBytes -= size == null ? 0 : size;
  }
}

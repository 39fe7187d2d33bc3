package io.hydrant.status;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.status.AgentStatus.Totals;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Which models are wanted and which of them are still missing. Not thread-safe.
final class Progress {
  private final Fingerprint fingerprint = new Fingerprint();
  private final Models wanted = new Models();
  private final Models missing = new Models();

  void planned(Plan plan, boolean full) {
    if (full) {
      wanted.clear();
      missing.clear();
    }
    plan.removals().forEach(removal -> forget(removal.path()));
    plan.kept().forEach(this::keep);
    plan.fetches().forEach(fetch -> fetch(fetch.file()));
  }

  void published(ModelPath path) {
    missing.remove(path);
  }

  /// The object is no longer what was wanted; the next look at its key decides anew.
  void abandoned(ModelPath path) {
    forget(path);
  }

  Totals wanted() {
    return new Totals(wanted.files(), wanted.bytes);
  }

  Totals present() {
    return new Totals(wanted.files() - missing.files(), wanted.bytes - missing.bytes);
  }

  /// The fingerprint of the present models.
  String modelSet() {
    return HexFormat.of().toHexDigits(wanted.fingerprint - missing.fingerprint);
  }

  private void keep(ModelFile file) {
    forget(file.path());
    wanted.put(file.path(), new Model(file.size().bytes(), fingerprint.of(file)));
  }

  private void fetch(ModelFile file) {
    forget(file.path());
    Model model = new Model(file.size().bytes(), fingerprint.of(file));
    wanted.put(file.path(), model);
    missing.put(file.path(), model);
  }

  private void forget(ModelPath path) {
    missing.remove(path);
    wanted.remove(path);
  }

  private record Model(long bytes, long fingerprint) {}

  /// Some models and their sums.
  private static final class Models {
    private final Map<ModelPath, Model> byPath = new HashMap<>();
    private long bytes;
    private long fingerprint;

    int files() {
      return byPath.size();
    }

    void put(ModelPath path, Model model) {
      remove(path);
      byPath.put(path, model);
      bytes += model.bytes();
      fingerprint += model.fingerprint();
    }

    void remove(ModelPath path) {
      Model model = byPath.remove(path);
      if (model != null) {
        bytes -= model.bytes();
        fingerprint -= model.fingerprint();
      }
    }

    void clear() {
      byPath.clear();
      bytes = 0;
      fingerprint = 0;
    }
  }
}

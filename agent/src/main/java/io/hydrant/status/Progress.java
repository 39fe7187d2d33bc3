package io.hydrant.status;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.status.AgentStatus.Totals;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  void published(ModelFile file) {
    if (isWanted(file)) {
      missing.remove(file.path());
    }
  }

  /// The object is no longer what was wanted; the next look at its key decides anew, if it has not
  /// done so already.
  void abandoned(ModelFile file) {
    if (isWanted(file)) {
      forget(file.path());
    }
  }

  /// Nothing is wanted at a path any more.
  void notWanted(ModelPath path) {
    forget(path);
  }

  private boolean isWanted(ModelFile file) {
    Model state = wanted.get(file.path());
    return state != null && state.file().isSameStateAs(file);
  }

  Totals wanted() {
    return new Totals(wanted.count(), wanted.bytes);
  }

  Totals present() {
    return new Totals(wanted.count() - missing.count(), wanted.bytes - missing.bytes);
  }

  /// The fingerprint of the present models.
  String modelSet() {
    return HexFormat.of().toHexDigits(wanted.fingerprint - missing.fingerprint);
  }

  private void keep(ModelFile file) {
    missing.remove(file.path());
    wanted.put(new Model(file, fingerprint.of(file)));
  }

  private void fetch(ModelFile file) {
    Model model = new Model(file, fingerprint.of(file));
    wanted.put(model);
    missing.put(model);
  }

  private void forget(ModelPath path) {
    missing.remove(path);
    wanted.remove(path);
  }

  private record Model(ModelFile file, long fingerprint) {}

  /// Some models and their sums.
  private static final class Models {
    private final Map<ModelPath, Model> byPath = new HashMap<>();
    private long bytes;
    private long fingerprint;

    int count() {
      return byPath.size();
    }

    @Nullable Model get(ModelPath path) {
      return byPath.get(path);
    }

    void put(Model model) {
      remove(model.file().path());
      byPath.put(model.file().path(), model);
      bytes += model.file().size().bytes();
      fingerprint += model.fingerprint();
    }

    void remove(ModelPath path) {
      Model model = byPath.remove(path);
      if (model != null) {
        bytes -= model.file().size().bytes();
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

package io.hydrant.status;

import io.hydrant.catalog.Glob;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the critical patterns ask for and the disk does not hold yet.
///
/// Only a full plan asks for more: what the bucket gains afterwards would delay readiness for ever
/// in a busy bucket. A critical model that is left out, for lack of space say, and a pattern that
/// nothing matches are missing too. Not thread-safe.
final class CriticalModels {
  private final ReadyWhen readyWhen;
  private final Map<ModelPath, ModelFile> missing = new HashMap<>();
  private final Map<ModelPath, String> leftOut = new TreeMap<>();
  private final Set<Glob> unmatched = new LinkedHashSet<>();
  private boolean planned;
  private boolean wereComplete;

  CriticalModels(ReadyWhen readyWhen) {
    this.readyWhen = readyWhen;
  }

  /// Whether there are critical patterns at all.
  boolean areNamed() {
    return !readyWhen.critical().isEmpty();
  }

  void planned(Plan plan, boolean full) {
    if (full) {
      planned = true;
      missing.clear();
      leftOut.clear();
      unmatched.addAll(readyWhen.critical());
    }
    plan.removals().forEach(removal -> forget(removal.path()));
    plan.kept().forEach(file -> kept(file.path()));
    plan.fetches().forEach(fetch -> fetched(fetch.file(), full));
    plan.skipped().stream()
        .filter(skip -> skip.reason().isNotable())
        .forEach(skip -> skipped(skip, full));
    wereComplete |= isComplete();
  }

  void published(ModelFile file) {
    ModelFile awaited = missing.get(file.path());
    if (awaited != null && awaited.isSameStateAs(file)) {
      missing.remove(file.path());
    }
    wereComplete |= isComplete();
  }

  private boolean isComplete() {
    return planned && missing.isEmpty() && leftOut.isEmpty() && unmatched.isEmpty();
  }

  /// Whether they have all been on the disk at the same time once.
  boolean wereComplete() {
    return wereComplete;
  }

  /// What keeps them from being complete and does not pass by itself, or null.
  @Nullable String obstacle() {
    if (!leftOut.isEmpty()) {
      Map.Entry<ModelPath, String> first = leftOut.entrySet().iterator().next();
      return "the critical model '" + first.getKey() + "' is left out: " + first.getValue();
    }
    if (planned && !unmatched.isEmpty()) {
      return "no model matches the critical pattern '" + unmatched.iterator().next() + "'";
    }
    return null;
  }

  private void kept(ModelPath path) {
    forget(path);
    unmatched.removeIf(glob -> glob.matches(path));
  }

  private void fetched(ModelFile file, boolean full) {
    ModelPath path = file.path();
    boolean asked =
        leftOut.remove(path) != null || missing.containsKey(path) || (full && isCritical(path));
    if (unmatched.removeIf(glob -> glob.matches(path)) || asked) {
      missing.put(path, file);
    }
  }

  private void skipped(Skipped skip, boolean full) {
    if (readyWhen.selection().pathOf(skip.key()) instanceof ModelPath.Usable(ModelPath path)
        && (missing.remove(path) != null || (full && isCritical(path)))) {
      unmatched.removeIf(glob -> glob.matches(path));
      leftOut.put(path, skip.reason().label() + " (" + skip.detail() + ")");
    }
  }

  private void forget(ModelPath path) {
    missing.remove(path);
    leftOut.remove(path);
  }

  private boolean isCritical(ModelPath path) {
    return readyWhen.critical().stream().anyMatch(glob -> glob.matches(path));
  }
}

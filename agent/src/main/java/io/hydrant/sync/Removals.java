package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Ruling;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.store.ModelStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Removes what nothing wants any more: once the bucket has been asked, once its grace is over, and
/// unless it is held. Not thread-safe.
final class Removals {
  private final ModelStore store;
  private final SyncListener listener;
  private final FolderTouches touches;
  private final Graves graves;
  private final Rulings rulings;

  Removals(ModelStore store, SyncListener listener, FolderTouches touches, Graves graves) {
    this.store = store;
    this.listener = listener;
    this.touches = touches;
    this.graves = graves;
    this.rulings = new Rulings(listener);
  }

  /// What became of the removals of a plan.
  ///
  /// @param done how many files are gone
  /// @param failed keys whose files could not be removed
  /// @param unseen keys whose files are to be removed once a look has confirmed it
  /// @param waiting keys whose files are to be removed later, and when on the ticker
  record Outcome(
      int done, Set<ObjectKey> failed, Set<ObjectKey> unseen, Map<ObjectKey, Long> waiting) {}

  /// The removals that a plan for everything has to hold, and those that it may make.
  Ruling ruling() {
    return rulings.ruling();
  }

  /// The room that files take which a plan counts as free.
  ByteSize room() {
    return graves.size();
  }

  /// Takes in a plan for everything that was made under the present ruling.
  void plannedFully(Plan plan) {
    plan.kept().forEach(file -> graves.forget(file.path()));
    rulings.planned(plan);
  }

  /// Takes in a plan for some paths: what it keeps or fetches is not to be removed any more.
  void planned(Plan plan) {
    plan.kept()
        .forEach(file -> {
          graves.forget(file.path());
          rulings.settled(file.path());
        });
    plan.fetches().forEach(fetch -> rulings.settled(fetch.file().path()));
  }

  /// A model is on the disk.
  void published(ModelPath path) {
    graves.forget(path);
  }

  /// Makes the removals of a plan whose time has come.
  ///
  /// @param keyOf the key that a path's object has
  /// @param seen the keys that were looked at in the bucket
  /// @param changedAt when a key's object changed
  Outcome make(
      Plan plan,
      Function<ModelPath, ObjectKey> keyOf,
      Set<ObjectKey> seen,
      Function<ObjectKey, @Nullable Instant> changedAt) {
    Set<ObjectKey> failed = new LinkedHashSet<>();
    Set<ObjectKey> unseen = new LinkedHashSet<>();
    Map<ObjectKey, Long> waiting = new LinkedHashMap<>();
    Places places = Places.of(plan.fetches());
    for (Plan.Removal removal : plan.removals()) {
      ObjectKey key = keyOf.apply(removal.path());
      boolean inTheWay = places.need(removal.path());
      if (!inTheWay && !seen.contains(key)) {
        unseen.add(key);
      } else if (!inTheWay && !graves.isOver(removal)) {
        waiting.put(key, graves.until(removal.path()));
      } else if (!remove(removal, changedAt.apply(key))) {
        failed.add(key);
      }
    }
    int left = failed.size() + unseen.size() + waiting.size();
    return new Outcome(plan.removals().size() - left, failed, unseen, waiting);
  }

  private boolean remove(Plan.Removal removal, @Nullable Instant changedAt) {
    try {
      graves.forget(removal.path());
      boolean removed = store.remove(removal.path());
      rulings.settled(removal.path());
      if (removed) {
        touches.changed(removal.path());
        listener.on(new SyncEvent.Removed(removal.path(), removal.record().size(), changedAt));
      }
      return true;
    } catch (IOException e) {
      listener.on(new SyncEvent.RemovalFailed(removal.path(), String.valueOf(e.getMessage())));
      return false;
    }
  }

  /// Lets happen what is held now, and nothing else.
  ///
  /// @return whether anything was held
  boolean release() {
    return rulings.release();
  }

  /// Whether anything is held.
  boolean areHeld() {
    return !rulings.isEmpty();
  }

  /// Where models will be, and the folders that they need.
  private record Places(Set<ModelPath> models, Set<ModelPath> folders) {
    static Places of(Collection<Plan.Fetch> fetches) {
      Set<ModelPath> models = new HashSet<>();
      Set<ModelPath> folders = new HashSet<>();
      for (Plan.Fetch fetch : fetches) {
        models.add(fetch.file().path());
        folders.addAll(fetch.file().path().ancestors());
      }
      return new Places(models, folders);
    }

    /// Whether a file is where a model needs a folder, or in a folder where a model must be.
    boolean need(ModelPath file) {
      return folders.contains(file) || file.ancestors().stream().anyMatch(models::contains);
    }
  }
}

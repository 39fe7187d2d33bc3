package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.SkipReason;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.plan.DiskBudget;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Planner;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.store.ModelStore;
import io.hydrant.transfer.Transfers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes plans of what is known of the bucket and of what is on the disk, and sets them going.
final class PlanRunner {
  private final ModelStore store;
  private final Transfers transfers;
  private final SyncSettings settings;
  private final SyncListener listener;
  private final Planner fullPlanner;
  private final Planner partialPlanner;
  private final Hydration hydration = new Hydration();

  private boolean spaceIsShort;
  private boolean removalsAreHeld;

  PlanRunner(ModelStore store, Transfers transfers, SyncSettings settings, SyncListener listener) {
    this.store = store;
    this.transfers = transfers;
    this.settings = settings;
    this.listener = listener;
    this.fullPlanner = new Planner(settings.guard(), store.replacesForeign());
    this.partialPlanner = new Planner(DeleteGuard.off(), store.replacesForeign());
  }

  /// What became of a partial plan.
  ///
  /// @param fetching keys whose objects are being fetched now
  /// @param failed keys whose files could not be looked at or removed
  /// @param madeRoom whether something was removed while there is no space for something else
  record Partial(Set<ObjectKey> fetching, Set<ObjectKey> failed, boolean madeRoom) {}

  BucketView newView() {
    return new BucketView(settings.selection(), store.isCaseSensitive());
  }

  /// Plans for everything, and fetches what is missing.
  ///
  /// Nothing is removed: a listing is a weak ground for that. As long as the plan has removals that
  /// were not confirmed, nothing is fetched either, because the plan counts on their room.
  ///
  /// @param removalsConfirmed whether the removals of the plan before this one have been looked at
  /// @return the keys to look at before the next call
  Set<ObjectKey> runFull(BucketView view, boolean removalsConfirmed) throws IOException {
    Catalog catalog = view.catalog();
    Set<ModelPath> live = transfers.paths();
    Plan plan = fullPlanner.plan(catalog, store.scan(), budget(Set.copyOf(live)));
    hydration.planned(plan);
    spaceIsShort = isSpaceShort(plan);
    removalsAreHeld = plan.held() != null;
    listener.on(new SyncEvent.Planned(plan, true));
    cancelUnwanted(live, catalog);
    if (!plan.removals().isEmpty() && !removalsConfirmed) {
      return plan.removals().stream()
          .map(removal -> view.keyOf(removal.path()))
          .collect(Collectors.toSet());
    }
    transfers.submit(
        plan.fetches().stream().map(fetch -> new Transfers.Request(fetch.file(), null)).toList(),
        false);
    return Set.of();
  }

  /// Plans for some keys whose present state is known, and does at once what they need.
  Partial runPartial(
      BucketView view, Set<ObjectKey> keys, Function<ObjectKey, @Nullable Instant> changedAt) {
    Set<ModelPath> paths = new LinkedHashSet<>();
    for (ObjectKey key : keys) {
      for (ModelPath path : view.affectedBy(key)) {
        paths.add(path);
        paths.addAll(path.ancestors());
      }
    }
    Set<ObjectKey> affected = new LinkedHashSet<>(keys);
    paths.forEach(path -> affected.add(view.keyOf(path)));
    Catalog catalog = view.catalog(affected);
    Plan plan;
    try {
      plan = partialPlanner.plan(catalog, store.look(paths), budget(paths));
    } catch (IOException e) {
      listener.on(new SyncEvent.PlanFailed(String.valueOf(e.getMessage()), Duration.ZERO));
      return new Partial(Set.of(), keys, false);
    }
    hydration.narrowed(paths, catalog);
    listener.on(new SyncEvent.Planned(plan, false));
    cancelUnwanted(paths, catalog);
    Set<ObjectKey> failed = new HashSet<>();
    for (Plan.Removal removal : plan.removals()) {
      remove(removal, view.keyOf(removal.path()), changedAt, failed);
    }
    List<Transfers.Request> requests =
        plan.fetches().stream()
            .map(fetch ->
                new Transfers.Request(fetch.file(), changedAt.apply(fetch.file().object().key())))
            .toList();
    transfers.submit(requests, true);
    boolean madeRoom = spaceIsShort && plan.removals().size() > failed.size();
    spaceIsShort |= isSpaceShort(plan);
    return new Partial(
        requests.stream().map(request -> request.file().object().key()).collect(Collectors.toSet()),
        failed,
        madeRoom);
  }

  void published(ModelPath path) {
    hydration.published(path);
  }

  /// Whether everything that the last full plan missed is on the disk.
  boolean isHydrated() {
    return hydration.isComplete();
  }

  /// Whether nothing is on its way and nothing is held back.
  boolean isInAgreement() {
    return hydration.isComplete() && transfers.isIdle() && !removalsAreHeld;
  }

  private void remove(
      Plan.Removal removal,
      ObjectKey key,
      Function<ObjectKey, @Nullable Instant> changedAt,
      Set<ObjectKey> failed) {
    try {
      if (store.remove(removal.path())) {
        listener.on(
            new SyncEvent.Removed(removal.path(), removal.record().size(), changedAt.apply(key)));
      }
    } catch (IOException e) {
      failed.add(key);
      listener.on(new SyncEvent.RemovalFailed(removal.path(), String.valueOf(e.getMessage())));
    }
  }

  private void cancelUnwanted(Collection<ModelPath> paths, Catalog catalog) {
    for (ModelPath path : paths) {
      if (!catalog.files().containsKey(path)) {
        transfers.cancel(path);
      }
    }
  }

  /// What may be written, if the fetches of these paths were to begin anew.
  private DiskBudget budget(Set<ModelPath> paths) throws IOException {
    return new DiskBudget(
        store.available().plus(transfers.taken()).minus(transfers.sizeExcept(paths)),
        settings.reserve());
  }

  private static boolean isSpaceShort(Plan plan) {
    return plan.skipped().stream().anyMatch(skip -> skip.reason() == SkipReason.NO_SPACE);
  }
}

package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.ModelFile;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final EarlyScan early;

  private final FolderTouches touches;
  private final Removals removals;
  private boolean spaceIsShort;

  PlanRunner(
      ModelStore store,
      Transfers transfers,
      SyncSettings settings,
      SyncListener listener,
      Ticker ticker,
      InstantSource clock) {
    this.store = store;
    this.transfers = transfers;
    this.settings = settings;
    this.listener = listener;
    this.fullPlanner = new Planner(settings.guard(), store.replacesForeign());
    this.early = new EarlyScan(store, ticker);
    this.touches = new FolderTouches(store, ticker, clock);
    this.removals =
        new Removals(store, listener, touches, new Graves(settings.deleteGrace(), ticker));
    this.partialPlanner = new Planner(DeleteGuard.off(), store.replacesForeign());
  }

  /// What became of a partial plan.
  ///
  /// @param fetching keys whose objects are being fetched now
  /// @param removals what became of its removals
  /// @param madeRoom whether something was removed while there is no space for something else
  record Partial(Set<ObjectKey> fetching, Removals.Outcome removals, boolean madeRoom) {
    /// Nothing was done.
    ///
    /// @param failed keys whose files could not be looked at
    static Partial nothing(Set<ObjectKey> failed) {
      return new Partial(Set.of(), new Removals.Outcome(0, failed, Set.of(), Map.of()), false);
    }
  }

  BucketView newView() {
    return new BucketView(settings.selection(), store.isCaseSensitive());
  }

  /// Reads the disk for the first plan.
  void prepare() {
    early.make();
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
    Plan plan = fullPlanner.plan(catalog, early.take(), budget(live), removals.ruling());
    hydration.planned(plan);
    spaceIsShort = isSpaceShort(plan);
    listener.on(new SyncEvent.Planned(plan, true));
    removals.plannedFully(plan);
    cancelUnwanted(live, catalog);
    if (!plan.removals().isEmpty() && !removalsConfirmed) {
      return plan.removals().stream()
          .map(removal -> view.keyOf(removal.path()))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    transfers.submit(
        plan.fetches().stream().map(fetch -> new Transfers.Request(fetch.file(), null)).toList(),
        false);
    return Set.of();
  }

  /// Plans for some keys of which events told the present state, and fetches what they need; it
  /// removes nothing on their word. A fetch is pinned to what was told, so it succeeds only if it
  /// is still so.
  ///
  /// @return the keys that are fetched; the others must be looked at
  Set<ObjectKey> runTold(
      BucketView view, Set<ObjectKey> keys, Function<ObjectKey, @Nullable Instant> changedAt) {
    return run(view, keys, null, changedAt).fetching();
  }

  /// Plans for some keys whose present state is known, and does at once what they need.
  ///
  /// @param seen those that were looked at in the bucket: only their files are removed. What is
  ///   known of the others may come from a listing
  Partial runPartial(
      BucketView view,
      Set<ObjectKey> keys,
      Set<ObjectKey> seen,
      Function<ObjectKey, @Nullable Instant> changedAt) {
    return run(view, keys, seen, changedAt);
  }

  /// @param seen null when nothing is done unless no file has to go
  private Partial run(
      BucketView view,
      Set<ObjectKey> keys,
      @Nullable Set<ObjectKey> seen,
      Function<ObjectKey, @Nullable Instant> changedAt) {
    Affected affected = Affected.by(keys, view);
    Set<ModelPath> paths = affected.paths();
    Plan plan;
    try {
      plan = partialPlanner.plan(affected.catalog(), store.look(paths), budget(paths));
    } catch (IOException e) {
      listener.on(new SyncEvent.PlanFailed(String.valueOf(e.getMessage()), Duration.ZERO));
      return Partial.nothing(keys);
    }
    if (seen == null && !plan.removals().isEmpty()) {
      return Partial.nothing(Set.of());
    }
    hydration.narrowed(paths, plan);
    listener.on(new SyncEvent.Planned(plan, false));
    cancelUnwanted(paths, affected.catalog());
    removals.planned(plan);
    Set<ModelPath> unwanted = affected.unwanted(view);
    if (!unwanted.isEmpty()) {
      listener.on(new SyncEvent.NotWanted(unwanted));
    }
    Removals.Outcome removed =
        removals.make(plan, view::keyOf, seen == null ? Set.of() : seen, changedAt);
    Set<ObjectKey> fetching = fetch(plan, changedAt);
    boolean madeRoom = spaceIsShort && removed.done() > 0;
    spaceIsShort |= isSpaceShort(plan);
    return new Partial(fetching, removed, madeRoom);
  }

  private Set<ObjectKey> fetch(Plan plan, Function<ObjectKey, @Nullable Instant> changedAt) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    List<Transfers.Request> requests = new ArrayList<>();
    for (Plan.Fetch fetch : plan.fetches()) {
      ObjectKey key = fetch.file().object().key();
      keys.add(key);
      requests.add(new Transfers.Request(fetch.file(), changedAt.apply(key)));
    }
    transfers.submit(requests, true);
    return keys;
  }

  /// Lets the removals happen that are held now, and no others.
  ///
  /// @return whether there were any
  boolean releaseRemovals() {
    return removals.release();
  }

  /// Takes in that a model is on the disk.
  ///
  /// @param view what is known of the bucket; may be null
  /// @return whether that is what is wanted at its path now, so that nothing is left to plan for it
  boolean published(ModelFile file, @Nullable BucketView view) {
    removals.published(file.path());
    hydration.published(file);
    touches.changed(file.path());
    if (view == null) {
      return false;
    }
    Catalog catalog = view.catalog(Set.of(file.object().key()));
    ModelFile wanted = catalog.files().get(file.path());
    return wanted != null && wanted.isSameStateAs(file);
  }

  /// What is to be done now that time has passed, and when there is more of it, on the ticker.
  long passTime() {
    touches.act();
    return touches.nextDue();
  }

  /// Whether everything that the last full plan missed is on the disk.
  boolean isHydrated() {
    return hydration.isComplete();
  }

  /// Whether nothing is on its way and nothing is held back.
  boolean isInAgreement() {
    return hydration.isComplete() && transfers.isIdle() && !removals.areHeld();
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
        store
            .available()
            .plus(transfers.taken())
            .minus(transfers.sizeExcept(paths))
            .minus(removals.room()),
        settings.reserve());
  }

  private static boolean isSpaceShort(Plan plan) {
    return plan.skipped().stream().anyMatch(skip -> skip.reason() == SkipReason.NO_SPACE);
  }
}

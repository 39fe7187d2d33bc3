package io.hydrant.plan;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.FetchReason;
import io.hydrant.plan.Plan.Held;
import io.hydrant.plan.Plan.Removal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares the wanted with the present set.
///
/// It works on whole sets and on parts alike: what it removes is what the inventory holds and the
/// catalog does not, so both must be of the same part.
public final class Planner {
  /// Critical patterns first, then the largest so that the tail of a hydration is short. An index
  /// of a diffusers folder has no place of its own: whoever carries out the plan publishes it after
  /// its folder.
  private static final Comparator<Fetch> FETCH_ORDER =
      Comparator.comparingInt((Fetch fetch) -> fetch.file().priority())
          .thenComparing(fetch -> fetch.file().isFolderIndex())
          .thenComparing(fetch -> fetch.file().size(), Comparator.reverseOrder())
          .thenComparing(fetch -> fetch.file().path());

  /// A folder without its index is no model to ComfyUI, so the index goes first and no half folder
  /// is ever offered.
  private static final Comparator<Removal> REMOVAL_ORDER =
      Comparator.comparing((Removal removal) -> !removal.path().isFolderIndex())
          .thenComparing(Removal::path);

  private final DeleteGuard guard;
  private final boolean replaceForeign;

  /// A planner that leaves foreign files alone.
  public Planner(DeleteGuard guard) {
    this(guard, false);
  }

  /// @param replaceForeign whether a model may take the place of a foreign file of its name
  public Planner(DeleteGuard guard, boolean replaceForeign) {
    this.guard = guard;
    this.replaceForeign = replaceForeign;
  }

  /// A plan before which nothing was decided about removals.
  public Plan plan(Catalog catalog, Inventory inventory, DiskBudget budget) {
    return plan(catalog, inventory, budget, Ruling.none());
  }

  /// A plan under what was decided about removals before.
  ///
  /// @param ruling as long as one of the removals is wanted that it holds, nothing is removed,
  ///   however small their share has become
  public Plan plan(Catalog catalog, Inventory inventory, DiskBudget budget, Ruling ruling) {
    List<Removal> unwanted = new ArrayList<>();
    int published = 0;
    for (PresentFile file : inventory.files()) {
      if (file instanceof PresentFile.Managed managed) {
        published++;
        if (!catalog.files().containsKey(managed.path())) {
          unwanted.add(
              new Removal(managed.path(), managed.record(), "no longer wanted from the bucket"));
        }
      }
    }
    unwanted.sort(REMOVAL_ORDER);
    String objection = objection(unwanted, published, catalog.files().size(), ruling);
    Held held = objection == null ? null : new Held(unwanted, objection);
    List<Removal> removals = objection == null ? unwanted : List.of();

    Obstacles obstacles = new Obstacles(inventory, held != null, replaceForeign);
    List<ModelFile> kept = new ArrayList<>();
    List<Fetch> fetches = new ArrayList<>();
    SortedMap<ModelPath, Skipped> leftOut = new TreeMap<>();
    for (ModelFile file : catalog.files().values()) {
      FetchReason reason = reasonToFetch(file, inventory.get(file.path()));
      Skipped obstacle = reason == null ? null : obstacles.to(file);
      if (reason == null) {
        kept.add(file);
      } else if (obstacle != null) {
        leftOut.put(file.path(), obstacle);
      } else {
        fetches.add(new Fetch(file, reason));
      }
    }
    fetches.sort(FETCH_ORDER);
    fetches = fitting(fetches, roomIn(budget, removals), budget.reserve(), leftOut);
    leaveOutIndexesOfIncompleteFolders(fetches, leftOut);

    List<Skipped> skipped = new ArrayList<>(catalog.skipped());
    skipped.addAll(leftOut.values());
    return new Plan(removals, held, fetches, kept, skipped);
  }

  private @Nullable String objection(
      List<Removal> unwanted, int published, int wanted, Ruling ruling) {
    if (unwanted.stream().anyMatch(removal -> ruling.held().contains(removal.path()))) {
      return ruling.reason();
    }
    long judged =
        wanted == 0
            ? unwanted.size() // Nobody means that, whatever was released.
            : unwanted.stream()
                .filter(removal -> !ruling.released().contains(removal.path()))
                .count();
    return guard.objection(Math.toIntExact(judged), published, wanted);
  }

  private static @Nullable FetchReason reasonToFetch(
      ModelFile file, @Nullable PresentFile present) {
    return switch (present) {
      case null -> FetchReason.MISSING;
      case PresentFile.Foreign _ -> FetchReason.FOREIGN;
      case PresentFile.Managed managed -> {
        if (!managed.record().isOf(file.object())) {
          yield FetchReason.CHANGED;
        }
        yield managed.isIntact() ? null : FetchReason.DAMAGED;
      }
    };
  }

  /// The bytes that may be written; below zero when the reserve is not free as it is.
  private static long roomIn(DiskBudget budget, List<Removal> removals) {
    long freed = removals.stream().mapToLong(removal -> removal.record().size().bytes()).sum();
    long available = budget.available().bytes();
    return (available > Long.MAX_VALUE - freed ? Long.MAX_VALUE : available + freed)
        - budget.reserve().bytes();
  }

  /// Takes fetches in their order while they fit. A replaced file still holds its bytes while the
  /// new one is staged, so nothing is credited for it.
  private static List<Fetch> fitting(
      List<Fetch> fetches, long room, ByteSize reserve, Map<ModelPath, Skipped> leftOut) {
    List<Fetch> fitting = new ArrayList<>();
    long left = room;
    for (Fetch fetch : fetches) {
      ModelFile file = fetch.file();
      if (file.size().bytes() <= left) {
        left -= file.size().bytes();
        fitting.add(fetch);
      } else {
        String detail =
            "it needs "
                + file.size()
                + " and "
                + new ByteSize(Math.max(0, left))
                + " are left beside the reserve of "
                + reserve;
        leftOut.put(file.path(), Obstacles.skip(file, SkipReason.NO_SPACE, detail));
      }
    }
    return fitting;
  }

  /// Readers would take a folder with an index for a complete model.
  private static void leaveOutIndexesOfIncompleteFolders(
      List<Fetch> fetches, SortedMap<ModelPath, Skipped> leftOut) {
    for (Iterator<Fetch> all = fetches.iterator(); all.hasNext(); ) {
      ModelFile file = all.next().file();
      if (!file.isFolderIndex()) {
        continue;
      }
      Optional<Map.Entry<ModelPath, Skipped>> absent =
          leftOut.entrySet().stream()
              .filter(entry -> file.path().isIndexOver(entry.getKey()))
              .findFirst();
      if (absent.isPresent()) {
        String detail = "its folder would not be complete without '" + absent.get().getKey() + "'";
        leftOut.put(file.path(), Obstacles.skip(file, absent.get().getValue().reason(), detail));
        all.remove();
      }
    }
  }
}

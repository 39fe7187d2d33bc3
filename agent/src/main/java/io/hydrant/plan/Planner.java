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
import java.util.List;
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

  public Planner(DeleteGuard guard) {
    this.guard = guard;
  }

  public Plan plan(Catalog catalog, Inventory inventory, DiskBudget budget) {
    List<Removal> removals = new ArrayList<>();
    int published = 0;
    for (PresentFile file : inventory.files()) {
      if (file instanceof PresentFile.Managed managed) {
        published++;
        if (!catalog.files().containsKey(managed.path())) {
          removals.add(
              new Removal(managed.path(), managed.record(), "no longer wanted from the bucket"));
        }
      }
    }
    String objection = guard.objection(removals.size(), published, catalog.files().size());
    removals.sort(REMOVAL_ORDER);

    List<Fetch> fetches = new ArrayList<>();
    List<ModelFile> kept = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>(catalog.skipped());
    for (ModelFile file : catalog.files().values()) {
      FetchReason reason = reasonToFetch(file, inventory.get(file.path()));
      Skipped obstacle = reason == null ? null : obstacle(file, inventory);
      if (reason == null) {
        kept.add(file);
      } else if (obstacle != null) {
        skipped.add(obstacle);
      } else {
        fetches.add(new Fetch(file, reason));
      }
    }
    fetches.sort(FETCH_ORDER);
    long freed =
        objection != null
            ? 0
            : removals.stream().mapToLong(removal -> removal.record().size().bytes()).sum();
    List<Fetch> fitting = fit(fetches, budget, freed, skipped);
    return objection == null
        ? new Plan(removals, null, fitting, kept, skipped)
        : new Plan(List.of(), new Held(removals, objection), fitting, kept, skipped);
  }

  private static @Nullable FetchReason reasonToFetch(
      ModelFile file, @Nullable PresentFile present) {
    return switch (present) {
      case null -> FetchReason.MISSING;
      case PresentFile.Foreign _ -> FetchReason.MISSING;
      case PresentFile.Managed managed -> {
        if (!managed.record().isOf(file.object())) {
          yield FetchReason.CHANGED;
        }
        yield managed.isIntact() ? null : FetchReason.DAMAGED;
      }
    };
  }

  private static @Nullable Skipped obstacle(ModelFile file, Inventory inventory) {
    if (inventory.get(file.path()) instanceof PresentFile.Foreign) {
      return skip(
          file,
          SkipReason.FOREIGN_FILE,
          "Hydrant did not publish it and leaves it alone: move it away");
    }
    for (ModelPath ancestor : file.path().ancestors()) {
      if (inventory.get(ancestor) instanceof PresentFile.Foreign) {
        return skip(
            file,
            SkipReason.FOREIGN_FILE,
            "'" + ancestor + "' is a file where a folder must be: move it away");
      }
    }
    if (file.object().archived()) {
      return skip(
          file,
          SkipReason.ARCHIVED,
          "restore the object or copy it to a storage class that can be read");
    }
    return null;
  }

  /// Takes fetches in their order while they fit. A replaced file still holds its bytes while the
  /// new one is staged, so nothing is credited for it.
  private static List<Fetch> fit(
      List<Fetch> fetches, DiskBudget budget, long freed, List<Skipped> skipped) {
    long room =
        budget.available().bytes() > Long.MAX_VALUE - freed
            ? Long.MAX_VALUE
            : budget.available().bytes() + freed;
    room -= budget.reserve().bytes();
    List<Fetch> fitting = new ArrayList<>();
    for (Fetch fetch : fetches) {
      long size = fetch.file().size().bytes();
      if (size <= room) {
        room -= size;
        fitting.add(fetch);
      } else {
        skipped.add(
            skip(
                fetch.file(),
                SkipReason.NO_SPACE,
                "it needs "
                    + fetch.file().size()
                    + " and "
                    + new ByteSize(Math.max(0, room))
                    + " are left beside the reserve of "
                    + budget.reserve()));
      }
    }
    return fitting;
  }

  private static Skipped skip(ModelFile file, SkipReason reason, String detail) {
    return new Skipped(file.object().key(), file.size(), reason, detail);
  }
}

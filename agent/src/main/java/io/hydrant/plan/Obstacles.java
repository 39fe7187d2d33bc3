package io.hydrant.plan;

import io.hydrant.catalog.Inventory;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import org.jspecify.annotations.Nullable;

/// What keeps a wanted model from being fetched or from its place on the disk, apart from room.
///
/// @param removalsHeld whether published files that are no longer wanted stay for now
/// @param replaceForeign whether a model may take the place of a foreign file of its name
record Obstacles(Inventory inventory, boolean removalsHeld, boolean replaceForeign) {

  /// Why the model is skipped, or null when nothing is in its way.
  @Nullable Skipped to(ModelFile file) {
    if (file.object().archived()) {
      return skip(
          file,
          SkipReason.ARCHIVED,
          "restore the object or copy it to a storage class that can be read");
    }
    if (inventory.get(file.path()) instanceof PresentFile.Foreign && !replaceForeign) {
      return skip(
          file,
          SkipReason.FOREIGN_FILE,
          "Hydrant did not publish it and leaves it alone: move it away, or allow --replace-foreign");
    }
    for (ModelPath folder : file.path().ancestors()) {
      Skipped inTheWay = inTheWay(file, inventory.get(folder));
      if (inTheWay != null) {
        return inTheWay;
      }
    }
    for (PresentFile below : inventory.below(file.path())) {
      Skipped inTheWay = inTheWay(file, below);
      if (inTheWay != null) {
        return inTheWay;
      }
    }
    return null;
  }

  /// A file where the model needs a folder, or in a folder where the model must be.
  private @Nullable Skipped inTheWay(ModelFile file, @Nullable PresentFile other) {
    return switch (other) {
      case null -> null;
      case PresentFile.Foreign foreign ->
          skip(
              file,
              SkipReason.FOREIGN_FILE,
              "'" + foreign.path() + "' is in its way: move it away");
      case PresentFile.Managed managed ->
          removalsHeld
              ? skip(
                  file,
                  SkipReason.SHADOWED,
                  "'" + managed.path() + "' is in its way, and its removal is held")
              : null;
    };
  }

  static Skipped skip(ModelFile file, SkipReason reason, String detail) {
    return new Skipped(file.object().key(), file.size(), reason, detail);
  }
}

package io.hydrant.status;

import io.hydrant.catalog.Glob;
import io.hydrant.catalog.Selection;
import java.util.List;

/// What must be on the disk before the node counts as ready.
///
/// @param selection how the bucket's keys become paths
/// @param critical each pattern must be matched by at least one model, and every model that matches
///   must be on the disk; an empty list means all models that the disk can hold
public record ReadyWhen(Selection selection, List<Glob> critical) {
  public ReadyWhen {
    critical = List.copyOf(critical);
  }

  /// Everything that the disk can hold.
  public static ReadyWhen everything() {
    return new ReadyWhen(Selection.all(), List.of());
  }
}

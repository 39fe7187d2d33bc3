package io.hydrant.plan;

import io.hydrant.catalog.ModelPath;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was decided about removals before a plan is made.
///
/// @param held what an earlier plan held and nobody has released; null when there is nothing
/// @param released removals that a person lets happen
public record Ruling(Plan.@Nullable Held held, Set<ModelPath> released) {
  public Ruling {
    released = Set.copyOf(released);
  }

  /// Nothing was decided.
  public static Ruling none() {
    return new Ruling(null, Set.of());
  }

  boolean isHeld(ModelPath path) {
    return held != null
        && !released.contains(path)
        && held.removals().stream().anyMatch(removal -> removal.path().equals(path));
  }
}

package io.hydrant.plan;

import io.hydrant.catalog.ModelPath;
import java.util.Set;

/// What was decided about removals before a plan is made.
///
/// @param held removals that an earlier plan held and nobody has released
/// @param reason why they are held
/// @param released removals that a person lets happen
public record Ruling(Set<ModelPath> held, String reason, Set<ModelPath> released) {
  public Ruling {
    held = Set.copyOf(held);
    released = Set.copyOf(released);
  }

  /// Nothing was decided.
  public static Ruling none() {
    return new Ruling(Set.of(), "", Set.of());
  }
}

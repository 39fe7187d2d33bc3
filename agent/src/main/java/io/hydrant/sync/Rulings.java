package io.hydrant.sync;

import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Ruling;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The removals that are held, and those that a person has released. A removal leaves when it has
/// happened, and when its object is back. Not thread-safe.
final class Rulings {
  private final SyncListener listener;
  private Plan.@Nullable Held held;
  private final Set<ModelPath> released = new HashSet<>();

  Rulings(SyncListener listener) {
    this.listener = listener;
  }

  Ruling ruling() {
    return new Ruling(held, released);
  }

  boolean isEmpty() {
    return held == null;
  }

  /// Takes in a plan for everything that was made under the present ruling.
  void planned(Plan plan) {
    Set<ModelPath> unwanted = new HashSet<>();
    plan.removals().forEach(removal -> unwanted.add(removal.path()));
    if (plan.held() != null) {
      plan.held().removals().forEach(removal -> unwanted.add(removal.path()));
    }
    released.retainAll(unwanted);
    hold(plan.held());
  }

  /// Lets happen what is held now, and nothing else.
  ///
  /// @return whether anything was held
  boolean release() {
    if (held == null) {
      return false;
    }
    held.removals().forEach(removal -> released.add(removal.path()));
    hold(null);
    return true;
  }

  /// A file was removed, or is wanted again.
  void settled(ModelPath path) {
    released.remove(path);
    if (held != null) {
      List<Plan.Removal> rest =
          held.removals().stream().filter(removal -> !removal.path().equals(path)).toList();
      hold(rest.isEmpty() ? null : new Plan.Held(rest, held.reason()));
    }
  }

  private void hold(Plan.@Nullable Held now) {
    if (now == null ? held != null : held == null || !now.removals().equals(held.removals())) {
      listener.on(
          now == null
              ? new SyncEvent.RemovalsHeld(0, null, null)
              : new SyncEvent.RemovalsHeld(now.removals().size(), now.reason(), code(now)));
    }
    held = now;
  }

  /// Names a set of removals, so that who releases it says which one is meant.
  private static String code(Plan.Held held) {
    CRC32 crc = new CRC32();
    held.removals().stream()
        .map(removal -> removal.path().value() + '\n')
        .sorted()
        .forEach(path -> crc.update(path.getBytes(StandardCharsets.UTF_8)));
    return "%08x".formatted(crc.getValue());
  }
}

package io.hydrant.sync;

import io.hydrant.catalog.ModelPath;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Ruling;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// The removals that are held, and those that a person has released. A removal leaves when it has
/// happened, and when its object is back. Not thread-safe.
final class Rulings {
  private final SyncListener listener;
  private final Set<ModelPath> held = new HashSet<>();
  private final Set<ModelPath> released = new HashSet<>();
  private String reason = "";

  /// The sum of the checksums of what is held: it names the set, so that who releases it says which
  /// one is meant.
  private int code;

  Rulings(SyncListener listener) {
    this.listener = listener;
  }

  Ruling ruling() {
    return new Ruling(held, reason, released);
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /// Takes in a plan for everything that was made under the present ruling.
  void planned(Plan plan) {
    Plan.Held objection = plan.held();
    Set<ModelPath> now = objection == null ? Set.of() : paths(objection.removals());
    Set<ModelPath> unwanted = paths(plan.removals());
    unwanted.addAll(now);
    released.retainAll(unwanted);
    reason = objection == null ? "" : objection.reason();
    if (!now.equals(held)) {
      letGo();
      now.forEach(path -> {
        held.add(path);
        code += checksum(path);
      });
      tell();
    }
  }

  private static Set<ModelPath> paths(Collection<Plan.Removal> removals) {
    return removals.stream().map(Plan.Removal::path).collect(Collectors.toCollection(HashSet::new));
  }

  /// Lets happen what is held now, and nothing else.
  ///
  /// @return whether anything was held
  boolean release() {
    if (held.isEmpty()) {
      return false;
    }
    released.addAll(held);
    letGo();
    tell();
    return true;
  }

  private void letGo() {
    held.clear();
    code = 0;
  }

  /// A file was removed, or is wanted again.
  void settled(ModelPath path) {
    released.remove(path);
    if (held.remove(path)) {
      code -= checksum(path);
      tell();
    }
  }

  private static int checksum(ModelPath path) {
    CRC32 crc = new CRC32();
    crc.update(path.value().getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  private void tell() {
    listener.on(
        held.isEmpty()
            ? new SyncEvent.RemovalsHeld(0, null, null)
            : new SyncEvent.RemovalsHeld(held.size(), reason, "%08x".formatted(code)));
  }
}

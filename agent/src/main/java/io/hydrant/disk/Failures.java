package io.hydrant.disk;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// What was tried in this run and did not work.
///
/// @param mounts volumes whose file system, though it is ours, cannot be mounted
/// @param assemblies arrays that, though all members are there, cannot be assembled
public record Failures(Set<Volume> mounts, Set<UUID> assemblies) {
  public Failures {
    mounts = Set.copyOf(mounts);
    assemblies = Set.copyOf(assemblies);
  }

  public static Failures none() {
    return new Failures(Set.of(), Set.of());
  }

  Failures plusMount(Volume volume) {
    Set<Volume> more = new HashSet<>(mounts);
    more.add(volume);
    return new Failures(more, assemblies);
  }

  Failures plusAssembly(UUID array) {
    Set<UUID> more = new HashSet<>(assemblies);
    more.add(array);
    return new Failures(mounts, more);
  }
}

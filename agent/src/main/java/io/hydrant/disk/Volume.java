package io.hydrant.disk;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What carries the file system: one disk, or the array that is made of several.
public record Volume(List<Disk> disks) {
  public Volume {
    if (disks.isEmpty()) {
      throw new IllegalArgumentException("a volume has at least one disk");
    }
    disks = disks.stream().sorted().toList();
  }

  static Volume of(Collection<DiskState> states) {
    return new Volume(states.stream().map(DiskState::disk).toList());
  }

  static Volume of(DiskState state) {
    return of(List.of(state));
  }

  boolean isArray() {
    return disks.size() > 1;
  }

  Set<String> names() {
    return disks.stream().map(Disk::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    String names = disks.stream().map(Disk::name).collect(Collectors.joining(" + "));
    return isArray() ? "the array of " + names : names;
  }
}

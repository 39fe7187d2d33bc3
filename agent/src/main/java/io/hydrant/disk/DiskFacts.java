package io.hydrant.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the decision is made from.
///
/// @param disks all physical disks, instance store or not
/// @param adoptable the folder on the file system that Karpenter's `instanceStorePolicy: RAID0`
///   made; null when there is none
/// @param fallback the folder to use where there is no instance store; null when none is allowed
public record DiskFacts(
    List<DiskState> disks,
    List<Array> arrays,
    RootFacts root,
    @Nullable SharedSpace adoptable,
    @Nullable SharedSpace fallback,
    Failures failures) {
  public DiskFacts {
    disks = List.copyOf(disks);
    arrays = List.copyOf(arrays);
  }
}

package io.hydrant.disk;

import java.nio.file.Path;
import java.util.Set;

/// A folder on a file system that belongs to others and that models may live in.
///
/// @param directory the folder itself, which need not exist yet
/// @param device the file system's
/// @param root where the folder lies in that file system
/// @param disks names of the disks that carry the file system; empty when unknown
public record SharedSpace(Path directory, DeviceNumber device, String root, Set<String> disks) {
  public SharedSpace {
    disks = Set.copyOf(disks);
  }

  boolean isMountedAs(MountEntry mount) {
    return mount.device().equals(device) && mount.root().equals(root);
  }
}

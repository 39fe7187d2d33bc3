package io.hydrant.disk;

import java.nio.file.Path;

/// One line of `mountinfo`.
///
/// @param root which folder of the file system is mounted, `/` for all of it
/// @param shared whether mounts that appear below it reach its peers in other mount namespaces
/// @param source the device as the mounter named it
public record MountEntry(
    DeviceNumber device, String root, Path target, boolean shared, String type, String source) {

  /// Where a path below the target lies in the file system itself.
  String rootOf(Path path) {
    Path below = target.relativize(path);
    return Path.of(root).resolve(below).normalize().toString();
  }
}

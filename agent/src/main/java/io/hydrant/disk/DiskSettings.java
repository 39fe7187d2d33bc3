package io.hydrant.disk;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person decides about the node's disk.
///
/// @param root where the models' file system is to be mounted
/// @param model what an instance-store disk calls itself, all of it
/// @param fileSystem what to make on empty disks; a file system of ours of another kind is kept
/// @param adopt where Karpenter's `instanceStorePolicy: RAID0` mounts the disks
/// @param fallback the directory to use where there is no instance store; null to refuse then
/// @param limit the models' share of a file system that is not theirs alone
public record DiskSettings(
    Path root,
    Pattern model,
    FileSystemKind fileSystem,
    Path adopt,
    @Nullable Path fallback,
    SpaceLimit limit,
    Owner owner,
    HostPaths host) {
  /// The model of every instance-store disk of EC2; EBS volumes are "Amazon Elastic Block Store".
  public static final String EC2_MODEL = "Amazon EC2 NVMe Instance Storage";

  public DiskSettings {
    root = root.toAbsolutePath().normalize();
    if (root.getParent() == null) {
      throw new IllegalArgumentException("the models' directory cannot be '/' itself");
    }
    adopt = adopt.toAbsolutePath().normalize();
    fallback = fallback == null ? null : fallback.toAbsolutePath().normalize();
    if (fallback != null && (fallback.startsWith(root) || root.startsWith(fallback))) {
      throw new IllegalArgumentException(
          "the fallback directory '" + fallback + "' and '" + root + "' must lie apart");
    }
  }

  public boolean isInstanceStore(Disk disk) {
    return model.matcher(disk.model()).matches();
  }
}

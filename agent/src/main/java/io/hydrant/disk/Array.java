package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A RAID array that the kernel knows.
///
/// @param name the kernel's, for example `md127`
/// @param label the name in its superblocks, for example `any:comfyui-models`; empty when unknown
/// @param level for example `raid0`; empty while it is inactive
/// @param members names of the disks that are in it
/// @param active whether it has all the members that it needs
public record Array(
    String name,
    Path node,
    DeviceNumber number,
    ByteSize size,
    String label,
    @Nullable UUID uuid,
    String level,
    Set<String> members,
    boolean active,
    Usage usage,
    Content content) {
  public Array {
    members = Set.copyOf(members);
  }

  boolean isOurs() {
    return label.equals(Ours.ARRAY_LABEL);
  }
}

package io.hydrant.disk;

import org.jspecify.annotations.Nullable;

/// A mark that a file system, a RAID array, a partition table or the like left on a device, as
/// `wipefs` names it.
public record Signature(String type, @Nullable String label, @Nullable String uuid) {
  @Override
  public String toString() {
    return label == null ? type : type + " '" + label + "'";
  }
}

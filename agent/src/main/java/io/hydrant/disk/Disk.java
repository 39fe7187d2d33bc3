package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Path;
import java.util.Comparator;

/// One physical disk of this machine: who it is, not what is on it.
///
/// @param name the kernel's, for example `nvme1n1`
/// @param node where it can be opened
/// @param model without the blanks that NVMe pads it with
public record Disk(
    String name, Path node, DeviceNumber number, ByteSize size, String model, String serial)
    implements Comparable<Disk> {
  /// `nvme2n1` before `nvme10n1`.
  private static final Comparator<Disk> BY_NAME =
      Comparator.<Disk>comparingInt(disk -> disk.name.length()).thenComparing(Disk::name);

  @Override
  public int compareTo(Disk other) {
    return BY_NAME.compare(this, other);
  }

  @Override
  public String toString() {
    return name;
  }
}

package io.hydrant.disk;

import java.util.List;

/// Who uses a block device at the moment.
///
/// @param partitions names of its partitions
/// @param holders devices that are built on it: RAID, LVM, encryption
/// @param mounts where it, or a partition of it, is mounted
/// @param swap whether it, or a partition of it, is swap
/// @param carriesRoot whether the file system at `/` lies on it
/// @param claim whether it could be opened exclusively
/// @param doubts why what was read of it cannot be trusted; empty when all sources agree
public record Usage(
    List<String> partitions,
    List<String> holders,
    List<String> mounts,
    boolean swap,
    boolean carriesRoot,
    Claim claim,
    List<String> doubts) {
  public Usage {
    partitions = List.copyOf(partitions);
    holders = List.copyOf(holders);
    mounts = List.copyOf(mounts);
    doubts = List.copyOf(doubts);
  }

  /// The outcome of an exclusive open, which the kernel grants to one at a time: a mount, swap, a
  /// RAID array, a tool that formats.
  public enum Claim {
    GRANTED,
    BUSY,
    /// Not a disk that could ever be written, so it was left alone.
    NOT_TRIED
  }
}

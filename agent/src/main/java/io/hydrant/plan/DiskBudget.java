package io.hydrant.plan;

import io.hydrant.catalog.ByteSize;

/// How many bytes may still be written.
///
/// @param available what the file system can hold besides what it holds now
/// @param reserve what must stay free
public record DiskBudget(ByteSize available, ByteSize reserve) {

  /// A disk without a limit.
  public static DiskBudget unlimited() {
    return new DiskBudget(new ByteSize(Long.MAX_VALUE), ByteSize.ZERO);
  }

  public ByteSize usable() {
    return available.minus(reserve);
  }
}

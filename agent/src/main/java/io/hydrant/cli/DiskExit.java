package io.hydrant.cli;

/// What the disk commands end with.
final class DiskExit {
  static final int OK = 0;
  static final int FAILURE = 1;

  /// The answer is no: the disk is refused, or sick.
  static final int NO = 3;

  private DiskExit() {}
}

package io.hydrant.status;

/// What the agent is busy with.
public enum Phase {
  /// No listing has been made yet.
  STARTING,
  /// Models of the first plan, or critical models, are still missing.
  HYDRATING,
  /// Every wanted model is on the disk; events are followed.
  READY,
  /// Was ready; something does not get done: see the status's message and failures.
  DEGRADED,
  /// The disk does not work: nothing is done until it does.
  DISK_FAILED
}

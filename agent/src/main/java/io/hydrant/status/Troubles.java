package io.hydrant.status;

import io.hydrant.progress.SyncEvent;
import org.jspecify.annotations.Nullable;

/// What keeps the sync from working as a whole, as opposed to single models. Each trouble is there
/// until what it was met at works again. Not thread-safe.
final class Troubles {
  private @Nullable String diskFailure;
  private @Nullable String diskFull;
  private @Nullable String plan;
  private @Nullable String listing;
  private @Nullable String look;
  private @Nullable String queue;
  private SyncEvent.RemovalsHeld held = new SyncEvent.RemovalsHeld(0, null, null);

  void diskFailed(String reason) {
    diskFailure = reason;
  }

  void diskFull(String reason) {
    diskFailure = null;
    diskFull = reason;
  }

  void diskRecovered() {
    diskFailure = null;
    diskFull = null;
  }

  void planFailed(String error) {
    plan = error;
  }

  void listingFailed(String error) {
    listing = error;
  }

  void listed() {
    listing = null;
  }

  void lookFailed(String error) {
    look = error;
  }

  void queueFailed(String error) {
    queue = error;
  }

  void queueRecovered() {
    queue = null;
  }

  /// A plan was made, so what it rests on could be read.
  void planned() {
    look = null;
    plan = null;
  }

  void removalsHeld(SyncEvent.RemovalsHeld now) {
    held = now;
  }

  /// Whether the disk does not work.
  boolean isDiskFailed() {
    return diskFailure != null;
  }

  int heldRemovals() {
    return held.count();
  }

  /// Names the removals that are held; null when there are none.
  @Nullable String heldCode() {
    return held.code();
  }

  /// The one to tell first; null when there is none but perhaps the [queue's][#queue].
  @Nullable String first() {
    if (diskFailure != null) {
      return diskFailure;
    }
    if (diskFull != null) {
      return diskFull;
    }
    if (plan != null) {
      return plan;
    }
    if (listing != null) {
      return listing;
    }
    if (look != null) {
      return look;
    }
    return held.count() == 0
        ? null
        : "removals held: " + held.reason() + "; their code is " + held.code();
  }

  /// That the queue cannot be read, which listings make up for, so it is told after everything
  /// else.
  @Nullable String queue() {
    return queue;
  }
}

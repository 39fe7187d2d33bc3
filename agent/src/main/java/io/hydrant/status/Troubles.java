package io.hydrant.status;

import io.hydrant.plan.Plan;
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
  private Plan.@Nullable Held held;

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
  ///
  /// @param full whether it tells what is held
  void planned(Plan made, boolean full) {
    look = null;
    plan = null;
    if (full) {
      held = made.held();
    }
  }

  /// Whether the disk does not work.
  boolean isDiskFailed() {
    return diskFailure != null;
  }

  int heldRemovals() {
    return held == null ? 0 : held.removals().size();
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
    return held == null ? null : "removals held: " + held.reason();
  }

  /// That the queue cannot be read, which listings make up for, so it is told after everything
  /// else.
  @Nullable String queue() {
    return queue;
  }
}

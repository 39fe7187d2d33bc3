package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Selection;
import io.hydrant.plan.DeleteGuard;
import java.time.Duration;

/// What the loop needs to know of the configuration.
///
/// @param bucket whose events count
/// @param selection which objects are wanted
/// @param guard against resyncs that remove too much
/// @param reserve bytes of the file system that stay free
/// @param resyncInterval from the end of a full listing to the next, give or take a tenth
/// @param deleteGrace how long an object must have been gone before its model is removed
/// @param concurrentLooks how many HEAD requests run at the same time
public record SyncSettings(
    String bucket,
    Selection selection,
    DeleteGuard guard,
    ByteSize reserve,
    Duration resyncInterval,
    Duration deleteGrace,
    int concurrentLooks) {
  public SyncSettings {
    if (!resyncInterval.isPositive()) {
      throw new IllegalArgumentException("a resync interval is positive, not " + resyncInterval);
    }
    if (deleteGrace.isNegative()) {
      throw new IllegalArgumentException("a grace period is never negative: " + deleteGrace);
    }
    if (concurrentLooks < 1) {
      throw new IllegalArgumentException("at least one look runs, not " + concurrentLooks);
    }
  }
}

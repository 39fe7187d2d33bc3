package io.hydrant.sync;

import io.hydrant.catalog.Inventory;
import io.hydrant.store.ModelStore;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads the disk while the bucket is being listed for the first time: an agent that starts on a
/// full disk waits for the longer of the two instead of for both. Nothing of the agent's changes
/// the disk in that time, because it plans nothing before it knows the bucket. Not thread-safe.
final class EarlyScan {
  /// Others may change the disk too, so what was read long ago is read again.
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final ModelStore store;
  private final Ticker ticker;
  private @Nullable Inventory found;
  private long made;

  EarlyScan(ModelStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
  }

  /// Reads the disk, unless that was done a moment ago. A failure is left for [#take] to meet,
  /// which tells it.
  void make() {
    if (isFresh()) {
      return;
    }
    try {
      found = store.scan();
    } catch (IOException _) {
      found = null;
    }
    // Its end counts, or one that takes long would be made twice.
    made = ticker.nanos();
  }

  /// What is on the disk. Each reading is given once.
  Inventory take() throws IOException {
    Inventory early = isFresh() ? found : null;
    found = null;
    return early == null ? store.scan() : early;
  }

  private boolean isFresh() {
    return found != null && ticker.nanos() - made < FRESH.toNanos();
  }
}

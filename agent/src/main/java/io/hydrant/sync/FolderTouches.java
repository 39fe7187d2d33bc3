package io.hydrant.sync;

import io.hydrant.catalog.ModelPath;
import io.hydrant.store.ModelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Touches folders once more a moment after the last change of their names.
///
/// ComfyUI keeps a list of a folder until the folder's modification time is another one. Kernels
/// before 6.13 count that time in steps of some milliseconds: a listing between two changes in one
/// step would hide the second for ever. Not thread-safe.
final class FolderTouches {
  private static final Duration QUIET = Duration.ofMillis(50);

  private final ModelStore store;
  private final Ticker ticker;
  private final InstantSource clock;

  /// A path in each folder to touch, and when.
  private final Map<String, Touch> due = new LinkedHashMap<>();

  private record Touch(ModelPath path, long at) {}

  FolderTouches(ModelStore store, Ticker ticker, InstantSource clock) {
    this.store = store;
    this.ticker = ticker;
    this.clock = clock;
  }

  /// A name in the folder of this path has just changed.
  void changed(ModelPath path) {
    due.put(path.folder(), new Touch(path, ticker.nanos() + QUIET.toNanos()));
  }

  /// Touches what is due.
  void act() {
    long now = ticker.nanos();
    List<Touch> ready = new ArrayList<>();
    due.values().removeIf(touch -> touch.at() <= now && ready.add(touch));
    ready.forEach(touch -> store.touchFoldersOf(touch.path(), clock.instant()));
  }

  /// When the next one is due, on the ticker.
  long nextDue() {
    return due.values().stream().mapToLong(Touch::at).min().orElse(Long.MAX_VALUE);
  }
}

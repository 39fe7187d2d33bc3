package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells of each state of the whole once. Not thread-safe.
final class Announcements {
  private final SyncListener listener;
  private boolean hydrationTold;
  private boolean agreementTold;
  private @Nullable Instant oldestTold;

  Announcements(SyncListener listener) {
    this.listener = listener;
  }

  void behind(@Nullable Instant oldest) {
    if (!Objects.equals(oldest, oldestTold)) {
      oldestTold = oldest;
      listener.on(new SyncEvent.Behind(oldest));
    }
  }

  void hydrated(BucketView view) {
    if (!hydrationTold) {
      hydrationTold = true;
      listener.on(new SyncEvent.Hydrated(view.size(), view.bytes()));
    }
  }

  void inSync(BucketView view) {
    if (!agreementTold) {
      agreementTold = true;
      listener.on(new SyncEvent.InSync(view.size(), view.bytes()));
    }
  }

  /// Something changes: the next agreement is another one.
  void changing() {
    agreementTold = false;
  }
}

package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import io.hydrant.disk.DiskHealth;
import io.hydrant.disk.Health;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.sync.SyncLoop;
import io.hydrant.transfer.Sleeper;
import java.nio.file.Path;
import java.time.Duration;

/// Tries the disk again and again, tells when it fails and when it works again, and holds the sync
/// in between. For one thread.
///
/// A full disk does not hold the sync: removals are what makes room on it.
final class DiskWatch {
  /// What a loaded disk may take for one small file.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DiskHealth health;
  private final Path root;
  private final SyncListener listener;
  private final SyncLoop loop;

  private Class<? extends Health> last = Health.Healthy.class;

  DiskWatch(DiskHealth health, Path root, SyncListener listener, SyncLoop loop) {
    this.health = health;
    this.root = root;
    this.listener = listener;
    this.loop = loop;
  }

  /// Watches until the thread is interrupted.
  void run(Duration interval, Sleeper sleeper) throws InterruptedException {
    while (true) {
      check();
      sleeper.sleep(interval);
    }
  }

  private void check() throws InterruptedException {
    Health now = health.check(root);
    if (now.getClass() == last) {
      return;
    }
    last = now.getClass();
    switch (now) {
      case Health.Sick(String reason) -> {
        loop.halt();
        listener.on(new SyncEvent.DiskFailed(reason));
      }
      case Health.Full(String reason, ByteSize _) -> {
        listener.on(new SyncEvent.DiskFull(reason));
        loop.resume();
      }
      case Health.Healthy _ -> {
        listener.on(new SyncEvent.DiskRecovered());
        loop.resume();
      }
    }
  }
}

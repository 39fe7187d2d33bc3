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
/// in between.
///
/// A full disk does not hold the sync: removals are what makes room on it.
final class DiskWatch implements AutoCloseable {
  /// What a loaded disk may take for one small file.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DiskHealth health;
  private final Path root;
  private final Duration interval;
  private final SyncListener listener;
  private final SyncLoop loop;
  private final Sleeper sleeper;
  private final Thread thread;

  private Class<? extends Health> last = Health.Healthy.class;

  private DiskWatch(
      DiskHealth health,
      Path root,
      Duration interval,
      SyncListener listener,
      SyncLoop loop,
      Sleeper sleeper) {
    this.health = health;
    this.root = root;
    this.interval = interval;
    this.listener = listener;
    this.loop = loop;
    this.sleeper = sleeper;
    this.thread = Thread.ofPlatform().daemon().name("disk-watch").unstarted(this::watch);
  }

  /// Begins at once, until it is closed.
  static DiskWatch start(
      DiskHealth health,
      Path root,
      Duration interval,
      SyncListener listener,
      SyncLoop loop,
      Sleeper sleeper) {
    DiskWatch watch = new DiskWatch(health, root, interval, listener, loop, sleeper);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        check();
        sleeper.sleep(interval);
      }
    } catch (InterruptedException _) {
      // Closed.
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

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

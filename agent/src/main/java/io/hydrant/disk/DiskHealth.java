package io.hydrant.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Tells whether a disk still works, also when it does not answer at all. Thread-safe.
///
/// A thread that waits for a dead device cannot be woken, so at most one per directory is risked:
/// while it hangs, later checks wait for that one.
public final class DiskHealth {
  private final Duration patience;
  private final Function<Path, Health> probe;

  @GuardedBy("this")
  private final Map<Path, FutureTask<Health>> latest = new HashMap<>();

  /// @param patience after which a disk that has not answered is sick
  public DiskHealth(Duration patience) {
    this(patience, WriteProbe::run);
  }

  DiskHealth(Duration patience, Function<Path, Health> probe) {
    this.patience = patience;
    this.probe = probe;
  }

  /// Writes a small file below a prepared root, forces it to the disk, reads it back, removes it.
  ///
  /// @param root the directory that holds `data` and `.hydrant`
  public Health check(Path root) throws InterruptedException {
    try {
      return probing(root).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Health.Sick(
          "'" + root + "' has not answered for " + patience.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      return new Health.Sick("'" + root + "' could not be checked: " + e.getCause());
    }
  }

  private synchronized FutureTask<Health> probing(Path root) {
    FutureTask<Health> running = latest.get(root);
    if (running != null && !running.isDone()) {
      return running;
    }
    FutureTask<Health> task = new FutureTask<>(() -> probe.apply(root));
    latest.put(root, task);
    Thread.ofPlatform().daemon().name("disk-health").start(task);
    return task;
  }
}

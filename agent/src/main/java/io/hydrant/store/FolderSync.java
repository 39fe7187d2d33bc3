package io.hydrant.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Makes the entries of folders durable. Whoever waits while a folder is being synced shares the
/// next sync with all others who do, because each one has the file system write its journal: many
/// small models go into one folder. Thread-safe.
final class FolderSync {

  /// Does the work; tests count it.
  @FunctionalInterface
  interface Call {
    void sync(Path folder) throws IOException;
  }

  private final Call call;

  /// An entry for each folder that something was ever published into or removed from.
  private final Map<Path, Turns> folders = new ConcurrentHashMap<>();

  FolderSync() {
    this(FolderSync::force);
  }

  FolderSync(Call call) {
    this.call = call;
  }

  /// Returns when the folder's entries as they are now are durable. One that is gone has none.
  void sync(Path folder) throws IOException {
    folders.computeIfAbsent(folder, _ -> new Turns()).take(folder);
  }

  /// Does so for a single caller.
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException _) {
      // Pruned meanwhile, because what was published or removed in it is gone again.
    }
  }

  /// The syncs of one folder, one after the other.
  private final class Turns {
    private final AtomicLong begun = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    /// The last one that went well.
    @GuardedBy("lock")
    private long done;

    void take(Path folder) throws IOException {
      // Only one that begins after this moment is sure to see the caller's entry.
      long before = begun.get();
      lock.lock();
      try {
        if (done <= before) {
          long turn = begun.incrementAndGet();
          call.sync(folder);
          done = turn;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}

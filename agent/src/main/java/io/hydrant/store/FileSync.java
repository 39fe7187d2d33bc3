package io.hydrant.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes small files durable, several one after the other: those that come while others are being
/// synced wait and then go together. The first sync of them has the file system write its journal,
/// which holds the others too, so that theirs find nothing left to do; side by side each would wait
/// for a journal of its own. Every file is synced by itself all the same: nothing is left to what a
/// file system happens to do. Thread-safe.
final class FileSync {

  /// Does the work; tests look at it.
  interface Calls {
    /// Begins to write the bytes of a file to the disk, so that the sync does not wait for them. It
    /// cannot fail: the sync tells what is wrong.
    void begin(Path file);

    /// Returns when bytes and attributes are durable.
    void sync(Path file) throws IOException;
  }

  private final Calls calls;
  private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  FileSync() {
    this(new SystemSync());
  }

  FileSync(Calls calls) {
    this.calls = calls;
  }

  /// Returns when the file is durable.
  void sync(Path file) throws IOException {
    calls.begin(file);
    Turn own = new Turn(file);
    waiting.add(own);
    lock.lock();
    try {
      if (!own.over) {
        takeAll().forEach(turn -> turn.take(calls));
      }
    } finally {
      lock.unlock();
    }
    own.requireDone();
  }

  private List<Turn> takeAll() {
    List<Turn> all = new ArrayList<>();
    for (Turn turn = waiting.poll(); turn != null; turn = waiting.poll()) {
      all.add(turn);
    }
    return all;
  }

  /// What one caller waits for. Its fields are guarded by the lock.
  private static final class Turn {
    private final Path file;
    private boolean over;
    private @Nullable Exception failure;

    Turn(Path file) {
      this.file = file;
    }

    /// Another's failure is its own matter.
    void take(Calls calls) {
      try {
        calls.sync(file);
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
      over = true;
    }

    void requireDone() throws IOException {
      switch (failure) {
        case null -> {}
        case IOException e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }

  private static final class SystemSync implements Calls {
    @Override
    public void begin(Path file) {
      Writeback.begin(file);
    }

    @Override
    public void sync(Path file) throws IOException {
      force(file);
    }
  }

  /// Does so for a single caller.
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}

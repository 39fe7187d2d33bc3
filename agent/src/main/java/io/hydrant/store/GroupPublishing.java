package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Publishes small files together: those that come while others are being published wait, and one
/// of those who wait then does so for all. The first sync has the file system write its journal,
/// which holds the other files too, so that theirs find nothing left to do; side by side each would
/// wait for a journal of its own. Every file is synced by itself all the same: nothing is left to
/// what a file system happens to do. Then all get their names, and each folder is synced once.
///
/// Some groups go side by side, because even a sync that finds nothing to do waits for the disk to
/// empty its cache, which it does for all that ask at the same time. Thread-safe.
final class GroupPublishing {

  /// A file on its way to its name.
  ///
  /// @param staged where its bytes are
  /// @param folder where its name will be
  record Publication(Path staged, ByteSize size, ModelPath path, Path folder) {}

  /// Does the work; tests look at it.
  interface Steps {
    /// Begins to write the bytes of a file to the disk, so that the sync does not wait for them. It
    /// cannot fail: the sync tells what is wrong.
    void begin(Path staged);

    /// Returns when bytes and attributes are durable.
    void sync(Path staged) throws IOException;

    /// Gives a durable file its name.
    void name(Publication publication) throws IOException;

    /// Returns when the names in a folder are durable.
    void syncFolder(Path folder) throws IOException;
  }

  private final Steps steps;
  private final Lock names;
  private final List<Line> lines;
  private final AtomicInteger published = new AtomicInteger();

  /// @param names is held while files get their names
  /// @param width how many groups go side by side
  GroupPublishing(Steps steps, Lock names, int width) {
    this.steps = steps;
    this.names = names;
    this.lines = Stream.generate(Line::new).limit(width).toList();
  }

  /// Returns when the file has its name, durably.
  void publish(Publication publication) throws IOException {
    steps.begin(publication.staged());
    lines.get(Math.floorMod(published.getAndIncrement(), lines.size())).publish(publication);
  }

  /// Who waits for the same group to be through.
  private final class Line {
    private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();

    void publish(Publication publication) throws IOException {
      Turn own = new Turn(publication);
      waiting.add(own);
      lock.lock();
      try {
        if (!own.over) {
          publishAll(takeAll());
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
  }

  private void publishAll(List<Turn> all) {
    all.forEach(turn -> turn.attempt(() -> steps.sync(turn.publication.staged())));
    names.lock();
    try {
      all.forEach(turn -> turn.attempt(() -> steps.name(turn.publication)));
    } finally {
      names.unlock();
    }
    Map<Path, List<Turn>> folders = new LinkedHashMap<>();
    for (Turn turn : all) {
      if (turn.failure == null) {
        folders.computeIfAbsent(turn.publication.folder(), _ -> new ArrayList<>()).add(turn);
      }
    }
    folders.forEach(this::syncFolder);
    all.forEach(turn -> turn.over = true);
  }

  private void syncFolder(Path folder, List<Turn> turns) {
    Turn first = turns.getFirst();
    first.attempt(() -> steps.syncFolder(folder));
    turns.forEach(turn -> turn.failure = first.failure);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /// What one caller waits for. Its fields are guarded by the lock of its line.
  private static final class Turn {
    private final Publication publication;
    private boolean over;
    private @Nullable Exception failure;

    Turn(Publication publication) {
      this.publication = publication;
    }

    /// Nothing more is done for one that has failed. Its failure is its own matter.
    void attempt(Step step) {
      if (failure != null) {
        return;
      }
      try {
        step.run();
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }

    void requireDone() throws IOException {
      switch (failure) {
        case null -> {}
        case IOException e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }
}

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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes small files together. The first sync of a group has the file system write its journal,
/// which holds the other files too, so that theirs find nothing left to do; side by side each would
/// wait for a journal of its own. Every file is synced by itself all the same: nothing is left to
/// what a file system happens to do. Then all get their names, and each folder is synced once.
///
/// Whoever comes while others are being published goes on at once, and hears of the end, unless so
/// many wait that the disk cannot follow. A file alone is published by the thread that brings it;
/// what came meanwhile is left to another thread, so that who brings one file never does the work
/// of thousands.
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

  private static final Logger LOG = LoggerFactory.getLogger(GroupPublishing.class);

  /// No group is larger, because others wait for the names while all of it get theirs.
  private static final int LARGEST = 64;

  /// How many may be on their way to their names: what is staged is room that is not there.
  private static final int MOST = 256;

  private final Steps steps;
  private final Lock names;
  private final Executor threads;
  private final List<Line> lines;
  private final AtomicInteger published = new AtomicInteger();
  private final Semaphore places = new Semaphore(MOST);

  /// @param names is held while files get their names
  /// @param width how many groups go side by side
  /// @param threads gives a thread to what came meanwhile, at once
  GroupPublishing(Steps steps, Lock names, int width, Executor threads) {
    this.steps = steps;
    this.names = names;
    this.threads = threads;
    this.lines = Stream.generate(Line::new).limit(width).toList();
  }

  /// Publishes a file.
  ///
  /// @param ended hears once how that ended, on this or on another thread: null when the file has
  ///   its name, durably
  void publish(Publication publication, Consumer<@Nullable Exception> ended) {
    steps.begin(publication.staged());
    places.acquireUninterruptibly();
    Consumer<@Nullable Exception> last =
        failure -> {
          places.release();
          ended.accept(failure);
        };
    lines
        .get(Math.floorMod(published.getAndIncrement(), lines.size()))
        .publish(new Turn(publication, last));
  }

  /// Publishes a file on the calling thread, without waiting for others or keeping them waiting.
  ///
  /// @param ended as above
  void publishAlone(Publication publication, Consumer<@Nullable Exception> ended) {
    publishAll(List.of(new Turn(publication, ended)));
  }

  /// Those whose groups follow each other.
  private final class Line {
    private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();

    /// Whether a thread is at it, which is then to see what waits.
    private final AtomicBoolean busy = new AtomicBoolean();

    void publish(Turn turn) {
      waiting.add(turn);
      if (busy.compareAndSet(false, true)) {
        publishAll(next());
        busy.set(false);
        if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
          handOver();
        }
      }
    }

    private void handOver() {
      try {
        threads.execute(this::publishWaiting);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // The system has no thread left.
        LOG.debug("No thread publishes what waits, so this one does", e);
        publishWaiting();
      }
    }

    private void publishWaiting() {
      do {
        for (List<Turn> group = next(); !group.isEmpty(); group = next()) {
          publishAll(group);
        }
        busy.set(false);
      } while (!waiting.isEmpty() && busy.compareAndSet(false, true));
    }

    private List<Turn> next() {
      List<Turn> group = new ArrayList<>();
      for (Turn turn = waiting.poll(); turn != null; turn = waiting.poll()) {
        group.add(turn);
        if (group.size() == LARGEST) {
          break;
        }
      }
      return group;
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
    all.forEach(Turn::tell);
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

  /// A file in its group. For one thread at a time.
  private static final class Turn {
    private final Publication publication;
    private final Consumer<@Nullable Exception> ended;
    private @Nullable Exception failure;

    Turn(Publication publication, Consumer<@Nullable Exception> ended) {
      this.publication = publication;
      this.ended = ended;
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
      } catch (Error e) {
        failure = new IllegalStateException(e);
      }
    }

    void tell() {
      try {
        ended.accept(failure);
      } catch (RuntimeException | Error e) {
        LOG.error("Who published '{}' met a fault of Hydrant itself", publication.path(), e);
      }
    }
  }
}

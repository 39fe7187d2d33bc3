package io.hydrant.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Looks at a folder again and again, and remembers every size that a file in it was seen with.
final class VisibleFiles implements AutoCloseable {
  private static final long PAUSE_NANOS = 500_000;

  private final Path folder;
  private final Set<Long> sizes = new ConcurrentSkipListSet<>();
  private final Thread thread;
  private volatile boolean closed;

  private VisibleFiles(Path folder) {
    this.folder = folder;
    this.thread = Thread.ofPlatform().name("visible-files").daemon().unstarted(this::run);
  }

  static VisibleFiles watch(Path folder) {
    VisibleFiles files = new VisibleFiles(folder);
    files.thread.start();
    return files;
  }

  /// What was seen until now, and what is there now.
  Set<Long> sizes() throws IOException {
    look();
    return Set.copyOf(sizes);
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (IOException e) {
        sizes.add(-1L); // No size that a test expects.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void look() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        sizes.add(Files.size(file));
      }
    } catch (NoSuchFileException _) {
      // Not there yet, or gone.
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

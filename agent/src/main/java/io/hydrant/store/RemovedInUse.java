package io.hydrant.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files that were removed or replaced while others read them, and whose bytes the disk keeps until
/// the last reader is gone. Thread-safe.
///
/// Who else has a file open is not for an unprivileged process to see, but the kernel grants a
/// write lease to a file's owner exactly while nobody does; a mapping counts as open. So a file is
/// held open itself from before it loses its name until the lease is granted. What an earlier
/// process removed is not known.
final class RemovedInUse implements AutoCloseable {
  /// So many are held open at most: each takes a descriptor. Of more nothing is told.
  private static final int MOST = 256;

  private static final int F_SETLEASE = 1024;
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;
  private static final int EAGAIN = 11;

  private record Held(int descriptor, long size) {}

  /// A removal of a name.
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  @GuardedBy("this")
  private final List<Held> held = new ArrayList<>();

  /// Takes a name from a file, if there is one, and keeps the file in mind while it is read.
  void during(Path file, Removal removal) throws IOException {
    int descriptor = open(file);
    try {
      long size = descriptor < 0 ? 0 : Files.size(file);
      removal.run();
      if (descriptor >= 0 && isReadByOthers(descriptor)) {
        hold(new Held(descriptor, size));
        descriptor = -1;
      }
    } finally {
      if (descriptor >= 0) {
        int _ = SystemCalls.close(descriptor);
      }
    }
  }

  private synchronized int open(Path file) {
    // Only the default file system's names mean something to the kernel.
    return held.size() < MOST
            && file.getFileSystem().equals(FileSystems.getDefault())
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? SystemCalls.open(file, SystemCalls.O_RDONLY_CLOEXEC)
        : -1;
  }

  private static boolean isReadByOthers(int descriptor) {
    int granted = SystemCalls.fcntl(descriptor, F_SETLEASE, F_WRLCK);
    if (granted >= 0) {
      int _ = SystemCalls.fcntl(descriptor, F_SETLEASE, F_UNLCK);
    }
    return granted == -EAGAIN;
  }

  private synchronized void hold(Held file) {
    held.add(file);
  }

  /// The bytes that are kept now. Lets go of those that nobody reads any more.
  synchronized ByteSize size() {
    held.removeIf(file -> {
      boolean over = !isReadByOthers(file.descriptor());
      if (over) {
        int _ = SystemCalls.close(file.descriptor());
      }
      return over;
    });
    return new ByteSize(held.stream().mapToLong(Held::size).sum());
  }

  @Override
  public synchronized void close() {
    held.forEach(file -> {
      int _ = SystemCalls.close(file.descriptor());
    });
    held.clear();
  }
}

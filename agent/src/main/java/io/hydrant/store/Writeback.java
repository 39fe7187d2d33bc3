package io.hydrant.store;

import java.nio.file.FileSystems;
import java.nio.file.Path;

/// Begins to write a file's bytes from the page cache to the disk with `sync_file_range(2)`. That
/// makes nothing durable: it only takes away the wait from the sync that does.
final class Writeback {
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  private Writeback() {}

  /// Does nothing where it cannot be done.
  static void begin(Path file) {
    // Only the default file system's names mean something to the kernel.
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return;
    }
    int descriptor = SystemCalls.open(file, SystemCalls.O_WRONLY_CLOEXEC);
    if (descriptor >= 0) {
      // The whole file. A file system that refuses has its bytes written by the sync.
      int _ = SystemCalls.syncFileRange(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
      int _ = SystemCalls.close(descriptor);
    }
  }
}

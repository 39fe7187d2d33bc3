package io.hydrant.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a file's bytes from the page cache to the disk.
final class Writeback {
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  private Writeback() {}

  /// Begins to, with `sync_file_range(2)`. That makes nothing durable: it only takes away the wait
  /// from the [end][#finish]. Does nothing where it cannot be done.
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

  /// Returns when bytes and attributes are durable.
  static void finish(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}

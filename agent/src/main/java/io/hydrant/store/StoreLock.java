package io.hydrant.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Makes one process the only one that changes a store. The kernel drops the lock when the process
/// ends in any way.
final class StoreLock implements AutoCloseable {
  private static final int MOST_HOLDER_BYTES = 200;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @param holder how the holder presents itself to others that ask for the lock
  /// @throws StoreException of kind LOCKED when another process has it
  static StoreLock acquire(StorePaths paths, String holder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            paths.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new StoreException(
            StoreException.Kind.LOCKED,
            "another Hydrant works on "
                + paths.root()
                + ": "
                + read(channel)
                + "; stop it first, or use another --root",
            null);
      }
      channel.truncate(0).write(StandardCharsets.UTF_8.encode(holder), 0);
      return new StoreLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_HOLDER_BYTES);
    channel.read(bytes, 0);
    String holder = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    return holder.isEmpty() ? "its process is not known" : holder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

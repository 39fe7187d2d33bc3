package io.hydrant.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes one process the only one that changes a store. The kernel drops the lock when the process
/// ends in any way.
final class StoreLock implements AutoCloseable {
  private static final int MOST_HOLDER_BYTES = 200;

  /// The lock files that this process holds. State of the whole process, because the kernel's lock
  /// is: closing any descriptor of the file drops it, so a file that is held must not be opened
  /// again, not even to find out that it is held.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private StoreLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param holder how the holder presents itself to others that ask for the lock
  /// @throws StoreException of kind LOCKED when another process or another store of this one has it
  static StoreLock acquire(StorePaths paths, String holder) throws IOException {
    Path file = paths.own().toRealPath().resolve(paths.lock().getFileName());
    if (!HELD.add(file)) {
      throw locked(paths, "this process");
    }
    try {
      return new StoreLock(file, lock(paths, holder));
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static FileChannel lock(StorePaths paths, String holder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            paths.lock(),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw locked(paths, read(channel));
      }
      channel.truncate(0);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    try {
      channel.write(StandardCharsets.UTF_8.encode(holder), 0);
    } catch (IOException _) {
      // The name is a courtesy: a full disk must not keep its only cleaner from starting.
    }
    return channel;
  }

  private static StoreException locked(StorePaths paths, String holder) {
    return new StoreException(
        StoreException.Kind.LOCKED,
        "another Hydrant works on "
            + paths.root()
            + ": "
            + holder
            + "; stop it first, or use another --root",
        null);
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
    HELD.remove(file);
  }
}

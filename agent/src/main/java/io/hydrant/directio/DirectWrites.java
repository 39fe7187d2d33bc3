package io.hydrant.directio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes past the page cache (O_DIRECT): a fraction of the processor time, and models do not drive
/// out of memory what is in use. Some file systems refuse them.
public final class DirectWrites {
  /// Bytes are written in whole blocks, from memory that begins at one. Where a disk's are larger,
  /// they go through the page cache.
  private static final int BLOCK = 4096;

  /// A smaller file costs more so, because its end, which is no whole block, is written apart.
  private static final int LEAST_BYTES = 64 << 10;

  private DirectWrites() {}

  /// Whether a file, which must be there, can be opened for them.
  public static boolean areTakenBy(Path file) {
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE, DirectOption.get())) {
      return true;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// Room for bytes that are [written][#write].
  public static ByteBuffer allocate(int capacity) {
    // What is aligned ends at a block, too.
    int blocks = Math.ceilDiv(capacity, BLOCK);
    return ByteBuffer.allocateDirect((blocks + 1) * BLOCK - 1).alignedSlice(BLOCK);
  }

  /// Makes a file of all bytes, past the page cache where that can be done and pays.
  ///
  /// @param bytes what remains in it; elsewhere than at the beginning of what was
  ///   [allocated][#allocate] it goes through the page cache
  public static void write(Path file, ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.slice();
    boolean begun = rest.remaining() >= LEAST_BYTES && writeBlocks(file, rest);
    if (begun && !rest.hasRemaining()) {
      return;
    }
    OpenOption how = begun ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /// Writes all whole blocks.
  ///
  /// @param bytes begins afterwards where the file ends
  /// @return whether it could be done. What it is that could not, another way of writing tells
  private static boolean writeBlocks(Path file, ByteBuffer bytes) {
    ByteBuffer blocks = bytes.slice(0, bytes.remaining() / BLOCK * BLOCK);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            DirectOption.get())) {
      while (blocks.hasRemaining()) {
        channel.write(blocks);
      }
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
    bytes.position(blocks.limit());
    return true;
  }
}

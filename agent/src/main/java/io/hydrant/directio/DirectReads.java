package io.hydrant.directio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// Reads files past the page cache (O_DIRECT): from the disk itself, for a fraction of the
/// processor time, and without driving out of memory what is in use. Where a file system refuses
/// that, and for what is too small to gain by it, through the page cache.
public final class DirectReads {
  /// Bytes are read in whole blocks, into memory that begins at one.
  private static final int BLOCK = 4096;

  /// The kernel does not read ahead, so it is asked for much at once.
  private static final int BUFFER_BYTES = 1 << 20;

  private static final int LEAST_BYTES = 64 << 10;

  private final Path file;
  private final long end;
  private final Consumer<ByteBuffer> taker;
  private long position;

  private DirectReads(Path file, long start, long end, Consumer<ByteBuffer> taker) {
    this.file = file;
    this.position = start;
    this.end = end;
    this.taker = taker;
  }

  /// Reads a stretch of a file, once and in order.
  ///
  /// @param start where it begins
  /// @param length in bytes; it ends with the file at the latest
  /// @param taker gets the bytes, piece by piece, each in a buffer that is used again for the next
  /// @throws ClosedByInterruptException when the thread is interrupted
  public static void read(Path file, long start, long length, Consumer<ByteBuffer> taker)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long end = start + Math.min(length, Math.max(0, channel.size() - start));
      DirectReads reads = new DirectReads(file, start, end, taker);
      int room = (int) Math.min(BUFFER_BYTES, (end - start) / BLOCK * BLOCK + 2 * BLOCK);
      ByteBuffer buffer = arena.allocate(room, BLOCK).asByteBuffer();
      if (end - start >= LEAST_BYTES) {
        reads.readPastCache(buffer);
      }
      reads.readAll(channel, buffer);
    }
  }

  /// Reads as far as that goes. Why it does not, another way of reading tells.
  private void readPastCache(ByteBuffer buffer) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, DirectOption.get())) {
      readAll(channel, buffer);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException _) {
      // The file system takes none, or its blocks are larger.
    }
  }

  /// From the position to the end, from block to block.
  private void readAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (position < end) {
      long block = position / BLOCK * BLOCK;
      int count = channel.read(buffer.clear(), block);
      int from = (int) (position - block);
      if (count <= from) {
        return; // The file has become shorter.
      }
      int to = (int) Math.min(count, end - block);
      taker.accept(buffer.slice(from, to - from));
      position = block + to;
    }
  }
}

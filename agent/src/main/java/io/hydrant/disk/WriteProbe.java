package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import io.hydrant.directio.DirectOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;

/// Tries a disk by using it: writes a block to a small file, forces it out, and reads it back from
/// the device, not from memory. A file system whose device is gone still calls itself writable
/// everywhere else.
final class WriteProbe {
  private static final String NO_SPACE = "No space left on device";

  private WriteProbe() {}

  static Health run(Path root) {
    NodeLayout layout = new NodeLayout(root);
    try {
      // Not isDirectory(): after a shutdown xfs answers even this with an error.
      Files.readAttributes(layout.own(), BasicFileAttributes.class);
      FileStore store = Files.getFileStore(root);
      ByteSize size = new ByteSize(store.getTotalSpace());
      try {
        writeAndReadBack(layout.healthProbe(), Math.toIntExact(store.getBlockSize()));
      } catch (IOException e) {
        if (saidBy(e).equals(NO_SPACE)) {
          return new Health.Full("'" + root + "' is full", size);
        }
        throw e;
      }
      return new Health.Healthy(new ByteSize(store.getUsableSpace()), size);
    } catch (NoSuchFileException _) {
      return new Health.Sick(
          "'" + root + "' has no folder .hydrant: it is not prepared, or its disk is not mounted");
    } catch (IOException e) {
      return new Health.Sick("'" + root + "' " + reasonOf(e));
    }
  }

  private static void writeAndReadBack(Path file, int blockSize) throws IOException {
    byte[] written = new byte[blockSize];
    new SplittableRandom().nextBytes(written);
    try {
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer buffer = ByteBuffer.wrap(written);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      if (!ByteBuffer.wrap(written).equals(read(file, blockSize))) {
        throw new IOException("does not give back what was written to it");
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ByteBuffer read(Path file, int blockSize) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(2 * blockSize).alignedSlice(blockSize);
    buffer.limit(blockSize);
    try (FileChannel channel = openDirect(file)) {
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
    }
    return buffer.flip();
  }

  private static FileChannel openDirect(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ, DirectOption.get());
    } catch (UnsupportedOperationException | FileSystemException _) {
      return FileChannel.open(file, StandardOpenOption.READ); // A file system in memory, mostly.
    }
  }

  private static String saidBy(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : String.valueOf(e.getMessage());
  }

  private static String reasonOf(IOException e) {
    return switch (saidBy(e)) {
      case "Read-only file system" ->
          "has become read-only, as ext4 does after an error: look into the kernel log";
      case "Input/output error" ->
          "answers with I/O errors: the device fails or xfs has shut down; look into the kernel log";
      case "Structure needs cleaning" -> "is damaged: unmount it and run 'hydrant disk prepare'";
      default -> "cannot be used: " + e;
    };
  }
}

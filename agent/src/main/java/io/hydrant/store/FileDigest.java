package io.hydrant.store;

import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Computes the checksum of a file by reading it once, through one small buffer whatever the file's
/// size.
final class FileDigest {
  private static final int BUFFER_BYTES = 256 << 10;

  private FileDigest() {}

  /// @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted
  static Checksum of(Path file, Algorithm algorithm) throws IOException {
    return of(file, algorithm, 0, Long.MAX_VALUE);
  }

  /// @param start where the stretch begins that is read
  /// @param length of the stretch, which ends with the file at the latest
  /// @throws java.nio.channels.ClosedByInterruptException when the thread is interrupted
  static Checksum of(Path file, Algorithm algorithm, long start, long length) throws IOException {
    Digest digest = new Digest(algorithm);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(start);
      long left = length;
      while (left > 0
          && channel.read(buffer.clear().limit((int) Math.min(BUFFER_BYTES, left))) >= 0) {
        left -= buffer.position();
        digest.update(buffer.flip());
      }
    }
    return digest.checksum();
  }
}

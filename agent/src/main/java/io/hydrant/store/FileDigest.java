package io.hydrant.store;

import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.digest.Digest;
import io.hydrant.directio.DirectReads;
import java.io.IOException;
import java.nio.file.Path;

/// Computes the checksum of a file by reading it once, from the disk where that can be done,
/// through one small buffer whatever the file's size.
final class FileDigest {
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
    DirectReads.read(file, start, length, digest::update);
    return digest.checksum();
  }
}

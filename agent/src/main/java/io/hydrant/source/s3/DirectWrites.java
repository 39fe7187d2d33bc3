package io.hydrant.source.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Writes past the page cache (O_DIRECT): half the processor time for large files, and models do
/// not drive out of memory what is in use. Some file systems refuse them.
final class DirectWrites {
  private DirectWrites() {}

  /// Whether a file, which must be there, can be opened for them.
  static boolean areTakenBy(Path file) {
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.WRITE, option())) {
      return true;
    } catch (IOException | UnsupportedOperationException | ReflectiveOperationException _) {
      return false;
    }
  }

  /// The JDK exports this option for use, but javac warns of every mention of it, and no annotation
  /// silences that.
  private static OpenOption option() throws ReflectiveOperationException {
    Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
    return Arrays.stream(options)
        .filter(option -> option.toString().equals("DIRECT"))
        .map(OpenOption.class::cast)
        .findAny()
        .orElseThrow(NoSuchFieldException::new);
  }
}

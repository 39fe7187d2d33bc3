package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// How many bytes the models may take on a file system that is not theirs alone. It is worked out
/// when the disk is prepared and kept beside the models, where the agent's store finds it.
final class Allowance {
  private Allowance() {}

  /// @param size null when all of the file system is theirs
  static void set(NodeLayout layout, @Nullable ByteSize size) throws IOException {
    if (size == null) {
      Files.deleteIfExists(layout.allowance());
    } else {
      // Root writes into a folder of the agent's, so a link there must lead nowhere.
      Files.writeString(
          layout.allowance(),
          size.bytes() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    }
  }
}

package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// How many bytes the models may take on a file system that is not theirs alone. It is worked out
/// when the disk is prepared and kept next to the models, where the agent finds it.
public final class Allowance {
  private Allowance() {}

  /// The allowance, or null when the file system is the models' own.
  public static @Nullable ByteSize of(Path root) throws IOException {
    Path file = new NodeLayout(root).allowance();
    try {
      return new ByteSize(Long.parseLong(Files.readString(file).strip()));
    } catch (NoSuchFileException _) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new DiskException(
          "'" + file + "' is not a number of bytes: remove it and run 'hydrant disk prepare'", e);
    }
  }

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

package io.hydrant.localcloud.demo;

import io.hydrant.localcloud.ModelLayout.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What readers see: the models that the agent has published below its root.
final class PublishedTree {
  private static final int CHUNK = 1 << 20;

  private final Path data;

  PublishedTree(Path root) {
    this.data = root.resolve("data");
  }

  private Path path(String key) {
    return data.resolve(key);
  }

  boolean holds(String key) {
    return Files.exists(path(key));
  }

  /// Which file has the name now; another one after each publication. Null when none has it.
  @Nullable Object identity(String key) throws IOException {
    try {
      return Files.readAttributes(path(key), BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// Compares a published file with its model.
  ///
  /// @throws DemoException when they differ
  void verify(Model model) throws DemoException, IOException {
    Path file = path(model.key());
    try (InputStream expected = model.content().open();
        InputStream actual = Files.newInputStream(file)) {
      byte[] chunk;
      do {
        chunk = expected.readNBytes(CHUNK);
        if (!Arrays.equals(chunk, actual.readNBytes(CHUNK))) {
          throw new DemoException("'" + file + "' does not hold the bytes that were uploaded");
        }
      } while (chunk.length > 0);
    }
  }
}

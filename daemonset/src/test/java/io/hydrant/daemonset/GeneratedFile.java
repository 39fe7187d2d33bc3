package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the chart that is made from another one and kept in the repository all the same, so
/// that it can be read there.
final class GeneratedFile {
  private GeneratedFile() {}

  /// Fails, with the command that puts it right, when the file is not what it is made from.
  static void assertUpToDate(Path kept, String content) throws IOException {
    Path fresh = Path.of("target").resolve(kept);
    Files.createDirectories(fresh.getParent());
    Files.writeString(fresh, content);
    assertThat(Files.exists(kept) && Files.readString(kept).equals(content))
        .as("daemonset/%s is up to date; if not: cp daemonset/%s daemonset/%s", kept, fresh, kept)
        .isTrue();
  }
}

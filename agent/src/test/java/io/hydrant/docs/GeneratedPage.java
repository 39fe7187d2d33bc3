package io.hydrant.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page of `docs/` that is made of the code and kept in the repository all the same, so that it
/// can be read there.
public final class GeneratedPage {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private GeneratedPage() {}

  /// Fails, with the command that puts it right, when the page is not what the code says.
  public static void assertUpToDate(String page, String content) throws IOException {
    Path fresh = MODULE.resolve("target/docs").resolve(page);
    Files.createDirectories(fresh.getParent());
    Files.writeString(fresh, content);
    Path kept = MODULE.resolveSibling("docs").resolve(page);
    assertThat(Files.exists(kept) && Files.readString(kept).equals(content))
        .as("docs/%1$s is what the code says; if not: cp agent/target/docs/%1$s docs/%1$s", page)
        .isTrue();
  }
}

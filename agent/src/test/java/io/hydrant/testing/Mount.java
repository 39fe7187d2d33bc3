package io.hydrant.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A file system of its own kind over a directory, for what an ordinary one does not do: be full,
/// be read-only, keep no extended attributes. Needs the right to mount; a test without it is
/// skipped, and says so.
public final class Mount implements AutoCloseable {
  private final Path at;

  private Mount(Path at, String... arguments) {
    this.at = at;
    run("mount", List.of(arguments));
  }

  /// An empty file system in memory, which keeps extended attributes from Linux 6.6 on.
  ///
  /// @param options such as `size=1m,nr_inodes=20`
  public static Mount tmpfs(Path at, String options) {
    return new Mount(at, "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
  }

  /// An empty file system without extended attributes.
  public static Mount ramfs(Path at) {
    return new Mount(at, "-t", "ramfs", "ramfs", at.toString());
  }

  /// What lies at the directory already, but read-only.
  public static Mount readOnly(Path at) {
    Mount mount = new Mount(at, "--bind", at.toString(), at.toString());
    run("mount", List.of("-o", "remount,bind,ro", at.toString()));
    return mount;
  }

  private static void run(String program, List<String> arguments) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of(program), arguments.stream()).toList())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.onExit().join().exitValue() != 0) {
        abort("needs the right to mount file systems, so run as root: " + output.strip());
      }
    } catch (IOException e) {
      abort("needs the program '" + program + "': " + e.getMessage());
    }
  }

  /// Skips the test where this file system keeps no user extended attributes.
  public void requireAttributes() throws IOException {
    Path probe = Files.createFile(at.resolve("attribute.probe"));
    try {
      Files.setAttribute(probe, "user:probe", new byte[] {1});
    } catch (IOException e) {
      abort("needs a tmpfs that keeps user extended attributes, so Linux 6.6: " + e.getMessage());
    } finally {
      Files.delete(probe);
    }
  }

  @Override
  public void close() {
    // Lazily: a failed test may have left a file open.
    run("umount", List.of("-l", at.toString()));
  }
}

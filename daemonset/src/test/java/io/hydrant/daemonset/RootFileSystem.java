package io.hydrant.daemonset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The image's root file system, made by `rootfs.sh`, with commands run inside of it.
final class RootFileSystem {
  private static final Path ROOT = Path.of("target/image/rootfs");
  private static final String HYDRANT = "/opt/hydrant/bin/hydrant";

  /// What `rootfs.sh` ends with where this machine cannot make one.
  private static final int UNAVAILABLE = 69;

  private RootFileSystem() {}

  /// Makes it, or skips the test with the reason.
  static RootFileSystem make() {
    Command made = Command.run(List.of("image/rootfs.sh", ROOT.toString()));
    Assumptions.assumeFalse(made.exitCode() == UNAVAILABLE, made.errors());
    if (made.exitCode() != 0) {
      throw new IllegalStateException("rootfs.sh failed: " + made.errors());
    }
    return new RootFileSystem();
  }

  Path path() {
    return ROOT;
  }

  Command run(String... words) {
    return Command.run(
        Stream.concat(Stream.of("image/in-root.sh", ROOT.toString()), Stream.of(words)).toList());
  }

  /// Runs Hydrant as root, as the init container does.
  Command hydrant(String... arguments) {
    return run(Stream.concat(Stream.of(HYDRANT), Stream.of(arguments)).toArray(String[]::new));
  }

  /// Runs Hydrant as the chart runs the agent: its user, no capability, a read-only root.
  Command hydrantUnprivileged(String... arguments) {
    List<String> words = new ArrayList<>(List.of("image/in-root.sh", "-r", ROOT.toString()));
    words.addAll(List.of("setpriv", "--reuid=65532", "--regid=65532", "--clear-groups"));
    words.addAll(List.of("--bounding-set=-all", "--no-new-privs", HYDRANT));
    words.addAll(List.of(arguments));
    return Command.run(words);
  }
}

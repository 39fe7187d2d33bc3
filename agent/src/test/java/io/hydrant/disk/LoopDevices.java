package io.hydrant.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Whether tests with loop devices can run here.
final class LoopDevices {
  /// Where these tests must run, a reason to skip them is a failure.
  private static final String VARIABLE = "HYDRANT_DISK_TESTS";

  private static final Map<String, String> PACKAGES =
      Map.of(
          "losetup", "mount",
          "findmnt", "util-linux",
          "lsblk", "util-linux",
          "wipefs", "util-linux",
          "addpart", "util-linux",
          "fsfreeze", "util-linux",
          "mkfs.xfs", "xfsprogs",
          "xfs_io", "xfsprogs",
          "mkfs.ext4", "e2fsprogs",
          "mdadm", "mdadm");

  private LoopDevices() {}

  /// Skips the tests of a class and says why.
  static void assumePossible() {
    String reason = reasonAgainst();
    if (reason != null && "required".equals(System.getenv(VARIABLE))) {
      throw new AssertionError(VARIABLE + " is 'required', and " + reason);
    }
    if (reason != null) {
      System.err.println("The tests with loop devices are skipped: " + reason);
    }
    Assumptions.assumeTrue(reason == null, reason);
  }

  private static @Nullable String reasonAgainst() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "loop devices need root";
    }
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      return "there is no /dev/loop-control here";
    }
    String missing =
        PACKAGES.keySet().stream()
            .filter(tool -> !isInstalled(tool))
            .map(tool -> tool + " (package " + PACKAGES.get(tool) + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? null : "these are not installed: " + missing;
  }

  private static boolean isInstalled(String tool) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}

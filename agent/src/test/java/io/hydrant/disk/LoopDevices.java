package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets tests run only where loop devices can be made.
final class LoopDevices implements ExecutionCondition {
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

  /// Skips each test by its name, with the reason.
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      return ConditionEvaluationResult.enabled("its tests are asked one by one");
    }
    String reason = reasonAgainst();
    if (reason == null) {
      return ConditionEvaluationResult.enabled("loop devices can be made here");
    }
    if ("required".equals(System.getenv(VARIABLE))) {
      throw new AssertionError(VARIABLE + " is 'required', and " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static @Nullable String reasonAgainst() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "loop devices need root";
    }
    String missing =
        PACKAGES.keySet().stream()
            .filter(tool -> !isInstalled(tool))
            .map(tool -> tool + " (package " + PACKAGES.get(tool) + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? reasonOfTheKernel() : "these are not installed: " + missing;
  }

  /// A container may be root and still have neither.
  private static @Nullable String reasonOfTheKernel() {
    Shell shell = new HostShell(Duration.ofSeconds(30));
    try {
      for (List<String> trial :
          List.of(List.of("losetup", "--find"), List.of("unshare", "--mount", "true"))) {
        Shell.Output output = shell.run(trial);
        if (!output.succeeded()) {
          return Tools.complaint(trial, output);
        }
      }
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}

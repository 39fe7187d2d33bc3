package io.hydrant.cli;

import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.FileSystemKind;
import io.hydrant.disk.HostPaths;
import io.hydrant.disk.Owner;
import io.hydrant.disk.SpaceLimit;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// A setting of the disk commands: given as a flag, or in the environment, or left at its default.
enum DiskOption {
  ROOT("DIR", "/comfyui-models", "Where the models' file system is mounted."),
  MODEL(
      "REGEX",
      DiskSettings.EC2_MODEL,
      "What an instance-store disk calls itself, all of it. No other disk is ever written."),
  FILE_SYSTEM(
      "KIND",
      "xfs",
      "xfs or ext4, for disks that are empty. One of ours that is there already is kept."),
  ADOPT(
      "DIR",
      "/mnt/k8s-disks/0",
      "Where Karpenter's instanceStorePolicy RAID0 mounts the disks. If something is mounted"
          + " there, models get a folder in it, and nothing is formatted."),
  FALLBACK(
      "DIR",
      "",
      "The directory to use where there is no instance store. Without it that is refused."),
  LIMIT(
      "SIZE",
      "70%",
      "How much of a file system that others use too (--adopt, --fallback) is for models: a share"
          + " like 70% or a size like 500GiB."),
  OWNER("UID:GID", "65532:65532", "Whom the folders belong to: the user that the agent runs as."),
  SYS("DIR", "/sys", "Where the host's sysfs is mounted."),
  DEV("DIR", "/dev", "Where the host's devices are."),
  PROC("DIR", "/proc", "Where the host's proc is mounted: its process 1 is the host's.");

  private final String label;
  private final String fallback;
  private final String description;

  DiskOption(String label, String fallback, String description) {
    this.label = label;
    this.fallback = fallback;
    this.description = description;
  }

  private String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The root is the agent's too, and is set for both at once.
  private String variable() {
    return this == ROOT ? "HYDRANT_ROOT" : "HYDRANT_DISK_" + name();
  }

  OptionSpec spec() {
    return OptionSpec.builder(flag())
        .paramLabel(label)
        .type(String.class)
        .description(
            description
                + " Variable "
                + variable()
                + (fallback.isEmpty() ? "." : "; default: " + fallback + "."))
        .build();
  }

  /// @throws ParameterException when the value cannot be used
  <T> T value(ParseResult given, Map<String, String> environment, Function<String, T> parser) {
    String text = given.matchedOptionValue(flag(), environment.getOrDefault(variable(), fallback));
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          given.commandSpec().commandLine(),
          "Invalid value for " + flag() + " or " + variable() + ": " + e.getMessage());
    }
  }

  /// All of them together.
  static DiskSettings settings(ParseResult given, Map<String, String> environment) {
    Path fallback =
        FALLBACK.value(given, environment, text -> text.isBlank() ? Path.of("") : Path.of(text));
    HostPaths host =
        new HostPaths(
            SYS.value(given, environment, Path::of),
            DEV.value(given, environment, Path::of),
            PROC.value(given, environment, Path::of));
    try {
      return new DiskSettings(
          ROOT.value(given, environment, Path::of),
          MODEL.value(given, environment, Pattern::compile),
          FILE_SYSTEM.value(
              given,
              environment,
              text -> FileSystemKind.valueOf(text.strip().toUpperCase(Locale.ROOT))),
          ADOPT.value(given, environment, Path::of),
          fallback.toString().isEmpty() ? null : fallback,
          LIMIT.value(given, environment, SpaceLimit::parse),
          OWNER.value(given, environment, Owner::parse),
          host);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          given.commandSpec().commandLine(), String.valueOf(e.getMessage()));
    }
  }
}

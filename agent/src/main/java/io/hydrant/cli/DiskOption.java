package io.hydrant.cli;

import io.hydrant.app.Logging;
import io.hydrant.config.ConfigException;
import io.hydrant.config.ConfigReader;
import io.hydrant.config.Settings;
import io.hydrant.config.StrayVariables;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.FileSystemKind;
import io.hydrant.disk.HostPaths;
import io.hydrant.disk.Owner;
import io.hydrant.disk.SpaceLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What only the disk commands are told: as a flag, or in the environment, or by its default. The
/// root and the log are settings of the agent, which they share.
enum DiskOption {
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

  private static final Logger LOG = LoggerFactory.getLogger(DiskOption.class);

  private final String label;
  private final String standard;
  private final String description;

  DiskOption(String label, String standard, String description) {
    this.label = label;
    this.standard = standard;
    this.description = description;
  }

  private String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String variable() {
    return "HYDRANT_DISK_" + name();
  }

  private OptionSpec spec() {
    return OptionSpec.builder(flag())
        .paramLabel(label)
        .type(String.class)
        .description(
            description.replace("%", "%%"),
            variable()
                + ". "
                + (standard.isEmpty() ? "" : "Default: " + standard.replace("%", "%%") + "."))
        .build();
  }

  /// Gives a command all of them, and the settings of the agent that it needs.
  static void addAll(CommandSpec spec) {
    for (DiskOption option : values()) {
      spec.addOption(option.spec());
    }
    SettingOptions.add(spec, List.of(Settings.ROOT, Settings.LOG_FORMAT, Settings.LOG_LEVEL));
  }

  /// Sets the log up, and tells there which variables have no effect.
  static void configureLog(ParseResult given, Map<String, String> environment, Terminal terminal)
      throws ConfigException {
    ConfigReader reader = SettingOptions.reader(given, environment);
    Logging.configure(
        reader.read(Settings.LOG_FORMAT), reader.read(Settings.LOG_LEVEL), terminal.colorsLog());
    Set<String> known = Stream.of(values()).map(DiskOption::variable).collect(Collectors.toSet());
    StrayVariables.ofDisk(environment, known).forEach(stray -> LOG.warn("{}", stray));
  }

  /// All of them together.
  static DiskSettings settings(ParseResult given, Map<String, String> environment)
      throws ConfigException {
    Values values = new Values(given, environment);
    String fallback = values.get(FALLBACK, Function.identity());
    HostPaths host =
        new HostPaths(
            values.get(SYS, Path::of), values.get(DEV, Path::of), values.get(PROC, Path::of));
    Path root = SettingOptions.reader(given, environment).read(Settings.ROOT);
    try {
      return new DiskSettings(
          root,
          values.get(MODEL, Pattern::compile),
          values.get(FILE_SYSTEM, DiskOption::fileSystem),
          values.get(ADOPT, Path::of),
          fallback.isBlank() ? null : Path.of(fallback),
          values.get(LIMIT, SpaceLimit::parse),
          values.get(OWNER, Owner::parse),
          host);
    } catch (IllegalArgumentException e) {
      throw misused(given, e.getMessage());
    }
  }

  private static FileSystemKind fileSystem(String text) {
    for (FileSystemKind kind : FileSystemKind.values()) {
      if (kind.label().equalsIgnoreCase(text.strip())) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is none: use xfs or ext4");
  }

  private static ParameterException misused(ParseResult given, @Nullable String message) {
    return new ParameterException(given.commandSpec().commandLine(), String.valueOf(message));
  }

  /// What was given where.
  private record Values(ParseResult given, Map<String, String> environment) {
    <T> T get(DiskOption option, Function<String, T> parser) {
      String variable = environment.getOrDefault(option.variable(), option.standard);
      try {
        return parser.apply(given.matchedOptionValue(option.flag(), variable));
      } catch (IllegalArgumentException e) {
        throw misused(given, option.flag() + " (" + option.variable() + "): " + e.getMessage());
      }
    }
  }
}

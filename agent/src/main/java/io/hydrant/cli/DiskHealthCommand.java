package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.config.Settings;
import io.hydrant.disk.DiskHealth;
import io.hydrant.disk.Health;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk health`.
final class DiskHealthCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final Map<String, String> environment;

  DiskHealthCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "health",
            "Check that the models' disk takes bytes and gives them back.",
            "",
            "It writes a small file beside the models, forces it to the disk, reads it back from"
                + " there and removes it. It waits for 30 seconds.");
    SettingOptions.add(spec, List.of(Settings.ROOT, Settings.LOG_LEVEL));
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "healthy",
                    "2", "the command line or the configuration is wrong",
                    "3", "full or sick, for the reason shown")));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    Path root = SettingOptions.reader(given, environment).read(Settings.ROOT);
    return switch (new DiskHealth(PATIENCE).check(root.toAbsolutePath().normalize())) {
      case Health.Healthy(ByteSize free, ByteSize size) ->
          say("healthy: '" + root + "', " + free + " of " + size + " free", ExitCode.OK);
      case Health.Full(String reason, ByteSize _) ->
          say("full: " + reason, ExitCode.NOT_AS_IT_SHOULD_BE);
      case Health.Sick(String reason) -> say("sick: " + reason, ExitCode.NOT_AS_IT_SHOULD_BE);
    };
  }

  private ExitCode say(String line, ExitCode exit) {
    terminal.out().println(line);
    return exit;
  }
}

package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.disk.DiskHealth;
import io.hydrant.disk.Health;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk health`.
final class DiskHealthCommand implements DiskTask {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrintWriter out;
  private final Map<String, String> environment;

  DiskHealthCommand(PrintWriter out, Map<String, String> environment) {
    this.out = out;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        DiskCommand.named(
            this,
            "health",
            "Check that the disk takes bytes and gives them back.",
            "",
            "It writes a small file next to the models, forces it to the disk, reads it back from"
                + " there and removes it.");
    spec.addOption(DiskOption.ROOT.spec());
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "healthy",
                    "2", "the command line is wrong",
                    "3", "sick, for the reason shown")));
    return spec;
  }

  @Override
  public int run(ParseResult given) throws InterruptedException {
    Path root = DiskOption.ROOT.value(given, environment, Path::of).toAbsolutePath().normalize();
    return switch (new DiskHealth(PATIENCE).check(root)) {
      case Health.Healthy(ByteSize free, ByteSize size) ->
          say("healthy: '" + root + "', " + free + " of " + size + " free", DiskExit.OK);
      case Health.Sick(String reason) -> say("sick: " + reason, DiskExit.NO);
    };
  }

  private int say(String line, int exitCode) {
    out.println(line);
    out.flush();
    return exitCode;
  }
}

package io.hydrant.cli;

import io.hydrant.cli.Verification.Damage;
import io.hydrant.cli.Verification.Report;
import io.hydrant.config.Settings;
import io.hydrant.http.AgentUnreachableException;
import io.hydrant.http.StatusClient;
import io.hydrant.store.PublishedBytes;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant verify`.
final class VerifyCommand implements Command {
  private static final String REPAIR = "--repair";
  private static final int MOST_READERS = 8;

  private final Terminal terminal;
  private final Map<String, String> environment;

  VerifyCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "verify",
            "Read every published model again and compare it with its checksum.",
            "",
            "It may run beside the agent. Files that Hydrant did not publish are not looked at.");
    spec.addOption(Output.option());
    spec.addOption(
        OptionSpec.builder(REPAIR)
            .description(
                "Mark each damaged model and ask the agent for a listing, so that it fetches them"
                    + " again.")
            .build());
    spec.addOption(AgentUrl.option());
    SettingOptions.add(spec, List.of(Settings.ROOT, Settings.LOG_LEVEL));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    StorePaths paths =
        new StorePaths(SettingOptions.reader(given, environment).read(Settings.ROOT));
    if (!Files.isDirectory(paths.data())) {
      throw new IOException(
          "there are no published models: '" + paths.data() + "' does not exist; is --root right?");
    }
    ProgressLine line = new ProgressLine(terminal);
    Report report = new Verification(paths, readers()).run(line::show);
    line.clear();
    terminal
        .out()
        .print(
            switch (Output.of(given)) {
              case TABLE -> DamageReport.table(report, terminal.outStyle());
              case JSON -> DamageReport.json(report) + "\n";
            });
    terminal.out().flush();
    if (report.damaged().isEmpty()) {
      return ExitCode.OK;
    }
    if (given.hasMatchedOption(REPAIR)) {
      repair(paths, report, AgentUrl.of(given, environment));
    } else {
      terminal.err().println("'hydrant verify --repair' has them fetched again.");
    }
    return ExitCode.NOT_AS_IT_SHOULD_BE;
  }

  private static int readers() {
    return Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
  }

  private void repair(StorePaths paths, Report report, URI agent) throws IOException {
    for (Damage damage : report.damaged()) {
      PublishedBytes.distrust(paths, damage.file());
    }
    try {
      new StatusClient(agent).resync();
      terminal.err().println("They are marked, and the agent fetches them again now.");
    } catch (AgentUnreachableException _) {
      terminal
          .err()
          .println("They are marked. No agent runs here: they are fetched again when it starts.");
    }
  }
}

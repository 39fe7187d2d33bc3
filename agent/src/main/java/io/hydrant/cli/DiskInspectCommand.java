package io.hydrant.cli;

import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.NodeDisk;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk inspect`.
final class DiskInspectCommand implements Command {
  private final Terminal terminal;
  private final Map<String, String> environment;

  DiskInspectCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.environment = environment;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "inspect",
            "Show this node's disks, who uses them, and what prepare would do.",
            "",
            "It changes nothing. It runs as root: others may not read disks.");
    spec.addOption(Output.option());
    DiskOption.addAll(spec);
    spec.usageMessage()
        .exitCodeList(
            new TreeMap<>(
                Map.of(
                    "0", "shown, whatever prepare would do",
                    "1", "the disks could not be looked at; standard error says why",
                    "2", "the command line or the configuration is wrong")));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    DiskSettings settings = DiskOption.settings(given, environment);
    DiskOption.configureLog(given, environment, terminal);
    NodeDisk.Inspection inspection = NodeDisk.of(settings).inspect();
    terminal
        .out()
        .print(
            switch (Output.of(given)) {
              case TABLE -> DiskTable.of(inspection, settings, terminal.outStyle());
              case JSON -> DiskJson.of(inspection, settings) + "\n";
            });
    terminal.out().flush();
    return ExitCode.OK;
  }
}

package io.hydrant.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant disk`: the commands that are about the node's disk.
final class DiskCommand implements Command {
  private final Terminal terminal;
  private final List<Command> commands;

  DiskCommand(Terminal terminal, Map<String, String> environment) {
    this.terminal = terminal;
    this.commands =
        List.of(
            new DiskInspectCommand(terminal, environment),
            new DiskPrepareCommand(terminal, environment),
            new DiskHealthCommand(terminal, environment));
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "disk",
            "Look at this node's disks, make them the models' file system, check it.",
            "",
            "'hydrant disk COMMAND --help' says more of a command.");
    spec.usageMessage().commandListHeading("%nCommands:%n").synopsisSubcommandLabel("COMMAND");
    for (Command command : commands) {
      CommandSpec subcommand = command.spec();
      spec.addSubcommand(subcommand.name(), subcommand);
    }
    return spec;
  }

  /// Without one of its commands it can only say which there are.
  @Override
  public ExitCode run(ParseResult given) {
    given.commandSpec().commandLine().usage(terminal.err());
    return ExitCode.USAGE;
  }
}

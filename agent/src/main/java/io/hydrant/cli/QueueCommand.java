package io.hydrant.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant queue`, the name under which the commands on the queues of all nodes are found.
final class QueueCommand implements Command {
  private final Terminal terminal;
  private final ReapCommand reap;

  QueueCommand(Terminal terminal, ReapCommand reap) {
    this.terminal = terminal;
    this.reap = reap;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = named("queue", "Look after the queues of all nodes.");
    spec.usageMessage().commandListHeading("%nCommands:%n").synopsisSubcommandLabel("COMMAND");
    CommandSpec reaping = reap.spec();
    return spec.addSubcommand(reaping.name(), reaping);
  }

  /// By itself it only says which commands there are.
  @Override
  public ExitCode run(ParseResult given) {
    given.commandSpec().commandLine().usage(terminal.err());
    return ExitCode.USAGE;
  }
}

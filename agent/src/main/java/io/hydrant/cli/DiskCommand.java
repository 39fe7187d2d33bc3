package io.hydrant.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `hydrant disk`: the commands that are about the node's disk.
final class DiskCommand {
  private final List<DiskTask> tasks;

  DiskCommand(PrintWriter out, PrintWriter err, Map<String, String> environment) {
    this.tasks =
        List.of(
            new DiskInspectCommand(out, environment),
            new DiskPrepareCommand(out, err, environment),
            new DiskHealthCommand(out, environment));
  }

  /// Itself, with the tasks as user objects of its subcommands.
  CommandSpec spec() {
    CommandSpec spec = named(this, "disk", "Look at the node's disk, make it ready, check it.");
    spec.usageMessage().commandListHeading("%nCommands:%n").synopsisSubcommandLabel("COMMAND");
    for (DiskTask task : tasks) {
      CommandSpec subcommand = task.spec();
      spec.addSubcommand(subcommand.name(), new CommandLine(subcommand));
    }
    return spec;
  }

  /// Begins the description of a command.
  ///
  /// @param command becomes the user object
  static CommandSpec named(Object command, String name, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .descriptionHeading("%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n");
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    return spec;
  }
}

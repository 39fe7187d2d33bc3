package io.hydrant.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// One command of the command line. Its options are described in code, because most of them come
/// from [io.hydrant.config.Settings].
interface Command {

  /// What it is called, takes and says of itself.
  CommandSpec spec();

  /// Does it.
  ///
  /// @throws io.hydrant.config.ConfigException when what was given is wrong
  /// @throws java.io.IOException when it cannot be done, with the reason
  ExitCode run(ParseResult given) throws Exception;

  /// Begins the description of this command.
  ///
  /// @param summary one sentence for the list of commands; the help begins with it
  default CommandSpec named(String name, String summary, String... more) {
    return described(CommandSpec.wrapWithoutInspection(this).name(name), summary, more);
  }

  /// Gives a command what all have: a help that begins with these sentences, and exit codes.
  static CommandSpec described(CommandSpec spec, String summary, String... more) {
    String[] description = new String[more.length + 1];
    description[0] = summary;
    System.arraycopy(more, 0, description, 1, more.length);
    spec.usageMessage()
        .description(description)
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .descriptionHeading("%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    return spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
  }
}

package io.hydrant.cli;

import io.hydrant.config.ConfigException;
import io.hydrant.config.LogLevel;
import io.hydrant.config.Settings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands under the name `hydrant`: finds the one that is meant, runs it, and tells why it
/// could not be done.
final class CommandTree {
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final CommandLine commandLine;

  CommandTree(Terminal terminal, Map<String, String> environment, List<Command> commands) {
    this.terminal = terminal;
    this.environment = environment;
    CommandSpec root =
        Command.described(
            CommandSpec.create().name("hydrant"),
            "Keeps the model disk of a GPU node hydrated from S3.",
            "",
            "'hydrant COMMAND --help' says more of a command.");
    root.version(VersionCommand.text())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Say which version this is.")
                .build());
    root.usageMessage().commandListHeading("%nCommands:%n").synopsisSubcommandLabel("COMMAND");
    for (Command command : commands) {
      CommandSpec spec = command.spec();
      root.addSubcommand(spec.name(), spec);
    }
    this.commandLine =
        new CommandLine(root)
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    terminal.outStyle() == Style.ANSI
                        ? CommandLine.Help.Ansi.ON
                        : CommandLine.Help.Ansi.OFF))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            .setParameterExceptionHandler((failure, _) -> misused(failure))
            .setExecutionStrategy(this::dispatch);
  }

  /// Parses the arguments, runs the command that they name, and returns the exit code.
  int execute(String... arguments) {
    return commandLine.execute(arguments);
  }

  private int dispatch(ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    ParseResult given = result;
    while (given.hasSubcommand()) {
      given = given.subcommand();
    }
    if (!(given.commandSpec().userObject() instanceof Command command)) {
      given.commandSpec().commandLine().usage(terminal.err());
      return ExitCode.USAGE.code();
    }
    try {
      return command.run(given).code();
    } catch (ParameterException e) {
      return misused(e);
    } catch (Exception e) {
      return Failures.tell(e, isDebugging(given), terminal.err()).code();
    }
  }

  private boolean isDebugging(ParseResult given) {
    try {
      LogLevel level = SettingOptions.reader(given, environment).read(Settings.LOG_LEVEL);
      return level.compareTo(LogLevel.DEBUG) >= 0;
    } catch (ConfigException _) {
      return false;
    }
  }

  private int misused(ParameterException failure) {
    terminal.err().println("hydrant: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, terminal.err());
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("'" + command + " --help' says what there is.");
    return ExitCode.USAGE.code();
  }
}

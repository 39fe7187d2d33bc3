package io.hydrant.cli;

import io.hydrant.app.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant version`.
final class VersionCommand implements Command {
  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec spec() {
    return named("version", "Say which Hydrant and which Java this is.");
  }

  @Override
  public ExitCode run(ParseResult given) {
    terminal.out().println(text());
    return ExitCode.OK;
  }

  /// `hydrant 1.2.3 (Java 25.0.1, Linux amd64)`.
  static String text() {
    return String.format(
        "hydrant %s (Java %s, %s %s)",
        Version.current(),
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }
}

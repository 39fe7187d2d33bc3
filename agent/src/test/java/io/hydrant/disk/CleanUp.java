package io.hydrant.disk;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/// Undoes what a test did to the kernel, also when the test's process is killed.
///
/// A shell collects the commands and runs them, the last one first, when its input ends; and that
/// ends with this process, in whatever way. There is no second way for the good end.
final class CleanUp implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      all=
      while IFS= read -r line; do
        all="$line
      $all"
      done
      eval "$all"
      """;

  private final Process shell;
  private final PrintWriter commands;

  CleanUp() throws IOException {
    this.shell =
        new ProcessBuilder("sh", "-c", SCRIPT)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    this.commands = new PrintWriter(shell.outputWriter(StandardCharsets.UTF_8), true);
  }

  /// Adds a command, before the thing is done that it undoes.
  void add(String command) {
    commands.println(command);
  }

  @Override
  public void close() {
    commands.close();
    shell.onExit().join();
  }
}

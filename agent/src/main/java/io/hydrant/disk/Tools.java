package io.hydrant.disk;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs commands and logs them: questions at DEBUG, and everything that changes something, with
/// what the tool said, at INFO.
final class Tools {
  private static final Logger log = LoggerFactory.getLogger(Tools.class);

  /// The first lines tell what is wrong; after them some tools explain all their options.
  private static final int LINES_SHOWN = 4;

  private final Shell shell;

  Tools(Shell shell) {
    this.shell = shell;
  }

  Shell.Output ask(List<String> command) throws IOException {
    return run(command, Level.DEBUG);
  }

  Shell.Output change(List<String> command) throws IOException {
    return run(command, Level.INFO);
  }

  /// @throws DiskException when the command fails
  void mustChange(List<String> command) throws IOException {
    Shell.Output output = change(command);
    if (!output.succeeded()) {
      throw new DiskException(complaint(command, output));
    }
  }

  /// What to say of a command that failed.
  static String complaint(List<String> command, Shell.Output output) {
    return "'"
        + String.join(" ", command)
        + "' ended with "
        + output.exitCode()
        + ": "
        + said(output).limit(LINES_SHOWN).collect(Collectors.joining("; "));
  }

  private Shell.Output run(List<String> command, Level level) throws IOException {
    log.atLevel(level).log("{}", String.join(" ", command));
    Shell.Output output = shell.run(command);
    said(output).forEach(line -> log.atLevel(level).log("  {}", line));
    return output;
  }

  private static Stream<String> said(Shell.Output output) {
    return Stream.of(output.out(), output.err())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty());
  }
}

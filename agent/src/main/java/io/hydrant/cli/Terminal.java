package io.hydrant.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a command writes to.
///
/// @param out for answers
/// @param err for everything else
/// @param outIsLive whether `out` is a screen, on which lines can be written over
/// @param errIsLive the same of `err`
/// @param style of what goes to a screen
record Terminal(
    PrintWriter out, PrintWriter err, boolean outIsLive, boolean errIsLive, Style style) {

  static Terminal ofProcess(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean outIsLive = !dumb && isScreen(1);
    boolean errIsLive = !dumb && isScreen(2);
    boolean colors = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        writer(System.out),
        writer(System.err),
        outIsLive,
        errIsLive,
        colors ? Style.ANSI : Style.PLAIN);
  }

  /// How answers are set off.
  Style outStyle() {
    return outIsLive ? style : Style.PLAIN;
  }

  /// Whether the log, which goes to `err`, may be colored.
  boolean colorsLog() {
    return errIsLive && style == Style.ANSI;
  }

  /// Paths and keys are Unicode whatever the locale says.
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /// Java tells only whether input and output together are a terminal, Linux of each one.
  private static boolean isScreen(int descriptor) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}

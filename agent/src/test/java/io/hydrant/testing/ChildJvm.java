package io.hydrant.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A second JVM with the tests' class path, for what one process cannot show: locks between
/// processes, sudden death, another locale. Closing it kills it.
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Runs a class's `main`; what it prints, also on standard error, is read with [#readLine].
  public static ChildJvm start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start());
  }

  /// The next line, or a text that says that there is none.
  public String readLine() {
    try {
      String line = output.readLine();
      return line == null ? "(the process ended)" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everything that it still prints, up to its end.
  public String readAll() {
    return String.join("\n", output.lines().toList());
  }

  /// Kills it as `kill -9` does, and waits for its end.
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}

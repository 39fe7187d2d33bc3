package io.hydrant.localcloud.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Ends processes and removes a directory when this process ends, in whatever way: a shell waits
/// until its standard input is closed, which also happens when this process is killed.
final class Janitor implements AutoCloseable {
  /// Reads process ids until the end of its input. Signals of the terminal go to it, too, and must
  /// not end it.
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      pids=
      while read -r pid; do pids="$pids $pid"; done
      [ -z "$pids" ] || kill -TERM $pids 2>/dev/null
      for pid in $pids; do
        tries=0
        while kill -0 "$pid" 2>/dev/null && [ $tries -lt 50 ]; do
          sleep 0.1
          tries=$((tries + 1))
        done
        kill -KILL "$pid" 2>/dev/null
      done
      rm -rf "$1"
      """;

  private final Process shell;

  private Janitor(Process shell) {
    this.shell = shell;
  }

  static Janitor of(Path directory) throws IOException {
    return new Janitor(
        new ProcessBuilder("sh", "-c", SCRIPT, "janitor", directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /// Takes over a process.
  void take(Process process) throws IOException {
    OutputStream orders = shell.getOutputStream();
    orders.write((process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
    orders.flush();
  }

  /// Has it done now, and waits for it.
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor(20, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hydrant.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Runs the tools of this machine.
final class HostShell implements Shell {
  private final Duration patience;

  /// @param patience after which a command is killed
  HostShell(Duration patience) {
    this.patience = patience;
  }

  @Override
  public Output run(List<String> command) throws IOException {
    String line = String.join(" ", command);
    Process process = start(command, line);
    try {
      // No terminal and no answer: mkfs must never ask.
      process.getOutputStream().close();
      FutureTask<String> out = reader(process.getInputStream());
      FutureTask<String> err = reader(process.getErrorStream());
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DiskException(
            "'"
                + line
                + "' has not ended after "
                + patience.toMillis() / 1000.0
                + " s and was killed: look into the kernel log for a disk that does not answer");
      }
      return new Output(process.exitValue(), out.get(), err.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("interrupted while '" + line + "' ran").initCause(e);
    } catch (ExecutionException e) {
      throw new DiskException("the output of '" + line + "' could not be read", e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command, String line) throws DiskException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new DiskException(
          "'" + line + "' could not be started: is '" + command.getFirst() + "' installed here?",
          e);
    }
  }

  private static FutureTask<String> reader(InputStream stream) {
    Callable<String> read = () -> new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    FutureTask<String> task = new FutureTask<>(read);
    Thread.ofVirtual().name("tool-output").start(task);
    return task;
  }
}

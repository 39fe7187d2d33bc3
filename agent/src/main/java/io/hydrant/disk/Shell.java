package io.hydrant.disk;

import java.io.IOException;
import java.util.List;

/// Runs the system's tools.
interface Shell {

  /// Runs a command to its end, whatever its exit code.
  ///
  /// @throws IOException when it cannot be started or does not end
  Output run(List<String> command) throws IOException;

  /// What a command left behind.
  record Output(int exitCode, String out, String err) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }
}

package io.hydrant.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command below `hydrant disk`.
interface DiskTask {
  /// What it is called, takes and says of itself.
  CommandSpec spec();

  /// Does it.
  ///
  /// @return the exit code
  /// @throws IOException when it cannot be done, with the reason
  int run(ParseResult given) throws IOException, InterruptedException;
}

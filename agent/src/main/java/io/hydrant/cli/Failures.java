package io.hydrant.cli;

import io.hydrant.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;

/// Tells why a command could not be done: one sentence, and the stack trace only to who debugs.
final class Failures {
  private Failures() {}

  static ExitCode tell(Exception failure, boolean debug, PrintWriter err) {
    err.println(sentence(failure));
    if (debug) {
      failure.printStackTrace(err);
    }
    return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  private static String sentence(Exception failure) {
    return switch (failure) {
      case ConfigException e -> String.valueOf(e.getMessage());
      case InterruptedException _ -> "hydrant: interrupted";
      case IOException e -> "hydrant: " + reason(e);
      default ->
          "hydrant: this is a fault of Hydrant itself: "
              + failure
              + " (--log-level debug shows where)";
    };
  }

  /// The JDK's failures often say only which file, and their names what happened to it.
  private static String reason(IOException failure) {
    boolean speaksForItself =
        failure.getClass() == IOException.class
            || failure.getClass().getName().startsWith("io.hydrant.");
    return speaksForItself
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}

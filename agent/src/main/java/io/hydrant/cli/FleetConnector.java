package io.hydrant.cli;

import io.hydrant.node.Fleet;
import java.io.IOException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Finds the cluster that a command is about.
@FunctionalInterface
interface FleetConnector {
  /// The option that names a context of the kubeconfig.
  String CONTEXT = "--context";

  /// Connects; nothing is asked of the API yet.
  ///
  /// @param context of the kubeconfig; empty means its current one
  Fleet connect(String context) throws IOException;

  /// Connects to the cluster that the command line names.
  default Fleet connect(ParseResult given) throws IOException {
    return connect(given.matchedOptionValue(CONTEXT, ""));
  }

  static OptionSpec option() {
    return OptionSpec.builder(CONTEXT)
        .paramLabel("NAME")
        .type(String.class)
        .description(
            "The context of the kubeconfig. Default: its current one, or the cluster of the pod.")
        .build();
  }
}

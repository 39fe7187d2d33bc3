package io.hydrant.cli;

import io.hydrant.config.Settings;
import io.hydrant.node.AgentPods;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// How the command line says at which agents of a cluster to wait. The defaults are what the chart
/// installs.
final class FleetLookoutOptions {
  static final String NODES = "--nodes";
  private static final String ALL = "all";
  private static final String NAMESPACE = "--namespace";
  private static final String NAMESPACE_BY_DEFAULT = "hydrant";
  private static final String PODS = "--pods";
  private static final String PODS_BY_DEFAULT =
      "app.kubernetes.io/name=hydrant,app.kubernetes.io/component=agent";
  private static final String PORT = "--port";

  private FleetLookoutOptions() {}

  static void add(CommandSpec spec) {
    spec.addOption(
        text(
            NODES,
            "all|LABELS",
            "Wait until every node with an agent has it, or every one with these labels."
                + " Agents are asked through the API server, which takes the rights to list"
                + " nodes and pods and to get pods/proxy."));
    spec.addOption(
        text(
            NAMESPACE,
            "NAME",
            "Where the agents' pods are. Default: " + NAMESPACE_BY_DEFAULT + "."));
    spec.addOption(
        text(PODS, "LABELS", "The labels of the agents' pods. Default: " + PODS_BY_DEFAULT + "."));
    spec.addOption(
        OptionSpec.builder(PORT)
            .paramLabel("N")
            .type(Integer.class)
            .description("Where they answer. Default: " + portByDefault() + ".")
            .build());
    spec.addOption(FleetConnector.option());
  }

  private static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /// Whether it says to wait at a cluster.
  static boolean areGiven(ParseResult given) {
    return given.hasMatchedOption(NODES);
  }

  static FleetLookout read(ParseResult given, FleetConnector connector) throws IOException {
    String nodes = given.matchedOptionValue(NODES, ALL);
    AgentPods agents =
        new AgentPods(
            given.matchedOptionValue(NAMESPACE, NAMESPACE_BY_DEFAULT),
            given.matchedOptionValue(PODS, PODS_BY_DEFAULT),
            given.matchedOptionValue(PORT, portByDefault()));
    return new FleetLookout(connector.connect(given), agents, nodes.equals(ALL) ? "" : nodes);
  }

  private static int portByDefault() {
    String address = Settings.HTTP_ADDRESS.defaultText();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}

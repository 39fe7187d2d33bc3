package io.hydrant.cli;

import io.hydrant.node.Fleet;
import io.hydrant.node.FleetNode;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.NodeKeys;
import io.hydrant.transfer.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `hydrant fleet`.
final class FleetCommand implements Command {
  private static final String SELECTOR = "--selector";
  private static final String TAINT = "--startup-taint";
  private static final String WATCH = "--watch";

  /// All Nodes are listed each time.
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final FleetConnector connector;
  private final InstantSource clock;
  private final Sleeper sleeper;

  FleetCommand(Terminal terminal, FleetConnector connector, InstantSource clock, Sleeper sleeper) {
    this.terminal = terminal;
    this.connector = connector;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        named(
            "fleet",
            "Show how the models are on every node of a Kubernetes cluster.",
            "",
            "It reads what the agents write to their Nodes and needs the right to list Nodes."
                + " Progress is up to 15 seconds old, the time of the last event up to 5 minutes."
                + " Exit code 3 means that pods wait for the models of some node, or that its agent"
                + " is silent.");
    spec.addOption(Output.option());
    spec.addOption(
        OptionSpec.builder("-w", WATCH)
            .description("Show it again every 5 seconds, until stopped.")
            .build());
    spec.addOption(
        OptionSpec.builder("-l", SELECTOR)
            .paramLabel("LABELS")
            .type(String.class)
            .description(
                "Show all nodes with these labels. Default: the nodes that have an agent or the"
                    + " startup taint.")
            .build());
    spec.addOption(
        OptionSpec.builder(TAINT)
            .paramLabel("KEY")
            .type(String.class)
            .description("The key of the startup taint. Default: " + NodeKeys.STARTUP_TAINT + ".")
            .build());
    spec.addOption(FleetConnector.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult given) throws Exception {
    Output output = Output.of(given);
    try (Fleet fleet = connector.connect(given)) {
      if (given.hasMatchedOption(WATCH)) {
        watch(fleet, given, output);
        return ExitCode.OK;
      }
      List<FleetNode> nodes = nodes(fleet, given);
      print(text(nodes, output));
      return nodes.stream().allMatch(FleetCommand::isFine)
          ? ExitCode.OK
          : ExitCode.NOT_AS_IT_SHOULD_BE;
    }
  }

  /// Goes on while the API does not answer.
  private void watch(Fleet fleet, ParseResult given, Output output) throws InterruptedException {
    boolean rewrites = terminal.outIsLive() && output == Output.TABLE;
    while (true) {
      String text;
      try {
        text = text(nodes(fleet, given), output);
      } catch (NodeException e) {
        text = output == Output.TABLE ? e.getMessage() + "\n" : "";
      }
      print(rewrites ? Screen.over(text) : text);
      sleeper.sleep(BETWEEN);
    }
  }

  private List<FleetNode> nodes(Fleet fleet, ParseResult given) throws NodeException {
    String selector = given.matchedOptionValue(SELECTOR, "");
    String taint = given.matchedOptionValue(TAINT, NodeKeys.STARTUP_TAINT);
    Instant now = clock.instant();
    List<NodeFacts> facts = fleet.nodes(selector);
    return facts.stream()
        .filter(node -> !selector.isEmpty() || FleetNode.isMember(node, taint))
        .map(node -> FleetNode.of(node, now))
        .toList();
  }

  private static boolean isFine(FleetNode node) {
    return node.open() && node.state() != FleetNode.State.SILENT;
  }

  private String text(List<FleetNode> nodes, Output output) {
    return switch (output) {
      case TABLE -> FleetTable.of(nodes, clock.instant(), terminal.outStyle());
      case JSON -> FleetJson.of(nodes) + "\n";
    };
  }

  private void print(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }
}

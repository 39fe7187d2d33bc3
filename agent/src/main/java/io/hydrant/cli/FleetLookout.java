package io.hydrant.cli;

import io.hydrant.app.Words;
import io.hydrant.node.AgentPods;
import io.hydrant.node.Fleet;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.NodeKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Waits at all agents of a cluster, or at those of some nodes. Which nodes these are is looked up
/// again each time, because nodes come and go meanwhile.
///
/// Only nodes count that an agent has reported on: one that is just being added gets the object
/// before it is ready.
///
/// @param selector of nodes; empty means all
record FleetLookout(Fleet fleet, AgentPods agents, String selector) implements Lookout {
  private static final int MOST_NAMES = 10;

  @Override
  public Sight look(Wanted wanted) throws IOException {
    List<String> nodes =
        fleet.nodes(selector).stream()
            .filter(node -> node.condition(NodeKeys.CONDITION) != null)
            .map(NodeFacts::name)
            .toList();
    if (nodes.isEmpty()) {
      return new There(List.of());
    }
    List<String> have = new ArrayList<>();
    List<String> lack = new ArrayList<>();
    for (Map.Entry<String, ModelAnswer> entry : fleet.ask(agents, nodes, wanted.key()).entrySet()) {
      String node = entry.getKey();
      switch (entry.getValue()) {
        case ModelAnswer.Told told -> {
          wanted.requireHope(
              "the agent of node '" + node + "'", told.bucket(), told.mirrored(), told.detail());
          if (wanted.isMetBy(told.etag())) {
            have.add(node + " " + told.etag());
          } else {
            lack.add(node + ": " + Wanted.lack(told.etag(), told.detail()));
          }
        }
        case ModelAnswer.Unknown(String reason) -> lack.add(node + ": " + reason);
      }
    }
    return lack.isEmpty() ? new There(have) : new Missing(text(lack, nodes.size()));
  }

  private static String text(List<String> lack, int nodes) {
    StringBuilder text = new StringBuilder();
    text.append(lack.size())
        .append(" of ")
        .append(Words.count(nodes, "node"))
        .append(" without it");
    lack.stream().limit(MOST_NAMES).forEach(line -> text.append("\n  ").append(line));
    if (lack.size() > MOST_NAMES) {
      text.append("\n  and ").append(lack.size() - MOST_NAMES).append(" more");
    }
    return text.toString();
  }

  @Override
  public Duration pause() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void close() {
    fleet.close();
  }
}

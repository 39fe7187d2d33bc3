package io.hydrant.cli;

import io.hydrant.node.AgentPods;
import io.hydrant.node.Fleet;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.NodeKeys;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster in memory.
final class MemoryFleet implements Fleet {
  final List<NodeFacts> nodes = new ArrayList<>();
  final Map<String, ModelAnswer> answers = new HashMap<>();
  final Deque<NodeException> failures = new ArrayDeque<>();
  String selector = "not asked";
  @Nullable AgentPods asked;
  boolean closed;

  /// A Node that an agent has reported on, with what its agent answers.
  void add(String name, ModelAnswer answer) {
    nodes.add(node(name, "aws:///eu-west-1a/i-" + name, true));
    answers.put(name, answer);
  }

  static NodeFacts node(String name, String providerId, boolean hasAgent) {
    NodeCondition condition =
        new NodeCondition(
            NodeKeys.CONDITION, "True", "ModelsReady", "", Instant.EPOCH, Instant.EPOCH);
    return new NodeFacts(
        name,
        "uid",
        "1",
        List.of(),
        hasAgent ? List.of(condition) : List.of(),
        Map.of(),
        Map.of(),
        providerId,
        false);
  }

  @Override
  public List<NodeFacts> nodes(String selector) throws NodeException {
    this.selector = selector;
    NodeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return nodes;
  }

  @Override
  public Map<String, ModelAnswer> ask(AgentPods agents, Collection<String> names, String key) {
    asked = agents;
    Map<String, ModelAnswer> told = new LinkedHashMap<>();
    names.forEach(name -> told.put(name, answers.get(name)));
    return told;
  }

  @Override
  public void close() {
    closed = true;
  }
}

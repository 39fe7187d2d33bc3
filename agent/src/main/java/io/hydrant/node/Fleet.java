package io.hydrant.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The Nodes of a cluster and the agents on them, as somebody outside sees them. Thread-safe.
public interface Fleet extends AutoCloseable {

  /// The Nodes that a label selector chooses, by name.
  ///
  /// @param selector empty chooses all
  List<NodeFacts> nodes(String selector) throws NodeException;

  /// Asks the agents on these Nodes for the object that is behind a model on their disks.
  ///
  /// @param agents where they are
  /// @param key of the object in the bucket
  /// @return an answer for each Node, in their order
  Map<String, ModelAnswer> ask(AgentPods agents, Collection<String> nodes, String key)
      throws NodeException;

  /// Lets go of connections.
  @Override
  void close();
}

package io.hydrant.node;

import java.util.Optional;
import java.util.function.Consumer;

/// The Node that the agent runs on. Thread-safe.
public interface OwnNode extends AutoCloseable {

  /// Reads the Node now; empty when there is none of its name.
  Optional<NodeFacts> read() throws NodeException;

  /// Changes the Node, if what the change rests on is still as it was seen.
  ///
  /// @return the Node after the change
  /// @throws NodeException of kind STALE when it is not as it was seen; nothing was changed then
  NodeFacts apply(NodeAction action, NodeFacts seen) throws NodeException;

  /// Adds an Event to those of the Node.
  void post(NodeEvent event, NodeFacts about) throws NodeException;

  /// Calls with the new revision after each change of the Node, and with an empty text when it
  /// goes. Returns at once and never gives up, also when the API cannot be reached yet; call it
  /// once.
  void watch(Consumer<String> onChange);

  /// Ends the watch and lets go of connections.
  @Override
  void close();
}

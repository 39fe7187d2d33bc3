package io.hydrant.node;

import java.util.List;

/// What others do to the Node under test, and see of it.
public interface Surroundings {
  /// An Event as others see it.
  ///
  /// @param uid of the Node that it is about
  record PostedEvent(NodeEvent.Type type, String reason, String message, String uid) {}

  /// The Node joins, with these taint keys and with conditions of these types that are True.
  void create(List<String> taints, List<String> conditions);

  /// Adds a taint before the others; one that is there moves.
  void addTaintInFront(String key);

  void removeTaints();

  void setCondition(String type, String status);

  void delete();

  /// All Events about the Node.
  List<PostedEvent> events();
}

package io.hydrant.node;

import java.util.Map;

/// One change of the own Node.
public sealed interface NodeAction {
  /// A few words for logs.
  String describe();

  /// Removes every taint of this key.
  record RemoveTaint(String key) implements NodeAction {
    @Override
    public String describe() {
      return "remove the taint '" + key + "'";
    }
  }

  /// Sets our condition and leaves the others alone.
  record WriteCondition(NodeCondition condition) implements NodeAction {
    @Override
    public String describe() {
      return "write the condition '" + condition.type() + "'";
    }
  }

  /// Sets these labels and annotations and leaves the others alone.
  record WriteMetadata(Map<String, String> labels, Map<String, String> annotations)
      implements NodeAction {
    public WriteMetadata {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    @Override
    public String describe() {
      return "write labels and annotations";
    }
  }
}

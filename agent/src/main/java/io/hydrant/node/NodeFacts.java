package io.hydrant.node;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Node as it was at one moment, as far as it concerns us.
///
/// @param uid changes when a Node of the same name is made anew
/// @param revision changes with every change of the Node; compared for equality only
/// @param taints their keys, in the Node's order
/// @param conditions in the Node's order
public record NodeFacts(
    String name,
    String uid,
    String revision,
    List<String> taints,
    List<NodeCondition> conditions,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public NodeFacts {
    taints = List.copyOf(taints);
    conditions = List.copyOf(conditions);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  public boolean hasTaint(String key) {
    return taints.contains(key);
  }

  /// The condition of a type, or null.
  public @Nullable NodeCondition condition(String type) {
    return conditions.stream().filter(one -> one.type().equals(type)).findFirst().orElse(null);
  }
}

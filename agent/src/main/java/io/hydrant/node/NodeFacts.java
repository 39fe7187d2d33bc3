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
/// @param providerId of the machine behind it, `aws:///eu-west-1a/i-0abc`; empty when none is told
/// @param isDeleted whether its deletion has begun
public record NodeFacts(
    String name,
    String uid,
    String revision,
    List<String> taints,
    List<NodeCondition> conditions,
    Map<String, String> labels,
    Map<String, String> annotations,
    String providerId,
    boolean isDeleted) {
  public NodeFacts {
    taints = List.copyOf(taints);
    conditions = List.copyOf(conditions);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  public boolean hasTaint(String key) {
    return taints.contains(key);
  }

  /// The id of the machine behind it, or empty: the last part of the provider id.
  public String instanceId() {
    return providerId.substring(providerId.lastIndexOf('/') + 1);
  }

  /// Whether it will not come back: it is being drained for good, or deleted.
  public boolean isGoing() {
    return isDeleted || hasTaint(NodeKeys.DISRUPTED);
  }

  /// The condition of a type, or null.
  public @Nullable NodeCondition condition(String type) {
    return conditions.stream().filter(one -> one.type().equals(type)).findFirst().orElse(null);
  }
}

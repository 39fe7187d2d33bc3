package io.hydrant.node;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the Node should say of its models.
public record NodeReport(
    Readiness readiness, Map<String, String> labels, Map<String, String> annotations) {
  public NodeReport {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  public static NodeReport of(AgentStatus status, Readiness readiness) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put(NodeKeys.PROGRESS, percent(status.progress()));
    annotations.put(NodeKeys.MODELS, status.present().files() + "/" + status.wanted().files());
    annotations.put(NodeKeys.BYTES, status.present().bytes() + "/" + status.wanted().bytes());
    annotations.put(NodeKeys.AGENT_VERSION, status.version());
    if (status.lastEvent() != null) {
      annotations.put(NodeKeys.LAST_EVENT, status.lastEvent().toString());
    }
    return new NodeReport(
        readiness,
        Map.of(
            NodeKeys.READY,
            String.valueOf(readiness.isOpen()),
            NodeKeys.MODEL_SET,
            status.modelSet()),
        annotations);
  }

  /// The condition, written at this moment.
  NodeCondition condition(Instant now) {
    return new NodeCondition(
        NodeKeys.CONDITION,
        readiness.isOpen() ? "True" : "False",
        readiness.reason().text(),
        readiness.message(),
        now,
        readiness.since());
  }

  /// What a Node says of the gate, or null when it says nothing.
  static @Nullable Readiness readinessOf(NodeFacts facts) {
    NodeCondition condition = facts.condition(NodeKeys.CONDITION);
    if (condition == null || condition.transition() == null) {
      return null;
    }
    return new Readiness(reasonOf(condition), condition.message(), condition.transition());
  }

  /// The reason that a condition tells, whether or not it tells since when.
  static Readiness.Reason reasonOf(NodeCondition condition) {
    for (Readiness.Reason reason : Readiness.Reason.values()) {
      if (reason.text().equals(condition.reason()) && reason.isOpen() == condition.isTrue()) {
        return reason;
      }
    }
    // Another version of the agent may have other reasons; the status is what counts.
    return condition.isTrue() ? Readiness.Reason.MODELS_READY : Readiness.Reason.HYDRATING;
  }

  /// Rounded down, so that only a complete disk says 100 %.
  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", Math.floor(share * 1000) / 10);
  }
}

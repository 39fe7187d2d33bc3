package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeFacts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes from a Node what concerns us.
final class NodeReader {
  private NodeReader() {}

  static NodeFacts facts(Node node) {
    return new NodeFacts(
        node.getMetadata().getName(),
        orEmpty(node.getMetadata().getUid()),
        orEmpty(node.getMetadata().getResourceVersion()),
        node.getSpec() == null
            ? List.of()
            : node.getSpec().getTaints().stream().map(Taint::getKey).toList(),
        node.getStatus() == null
            ? List.of()
            : node.getStatus().getConditions().stream().map(NodeReader::condition).toList(),
        orEmpty(node.getMetadata().getLabels()),
        orEmpty(node.getMetadata().getAnnotations()),
        node.getSpec() == null ? "" : orEmpty(node.getSpec().getProviderID()),
        node.getMetadata().getDeletionTimestamp() != null);
  }

  private static NodeCondition condition(io.fabric8.kubernetes.api.model.NodeCondition condition) {
    return new NodeCondition(
        condition.getType(),
        orEmpty(condition.getStatus()),
        orEmpty(condition.getReason()),
        orEmpty(condition.getMessage()),
        instant(condition.getLastHeartbeatTime()),
        instant(condition.getLastTransitionTime()));
  }

  /// Null when there is none or somebody wrote something else there: the API server lets anything
  /// pass.
  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }
}

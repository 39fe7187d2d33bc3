package io.hydrant.node.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.NodeFacts;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Our Events in the form of the API.
final class NodeEvents {
  /// A Node has no namespace, and its Events must be in this one.
  static final String NAMESPACE = "default";

  private static final String COMPONENT = "hydrant";
  private static final int MOST_BYTES = 1024;

  private NodeEvents() {}

  /// The name follows from the event, so that one posted twice, because the first answer got lost,
  /// is there once.
  static Event of(NodeEvent event, NodeFacts about) {
    String time = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(
            String.format(
                Locale.ROOT,
                "%s.%x%08x",
                about.name(),
                event.at().toEpochMilli(),
                event.reason().hashCode()))
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("v1")
        .withKind("Node")
        .withName(about.name())
        .withUid(about.uid())
        .endInvolvedObject()
        .withType(
            switch (event.type()) {
              case NORMAL -> "Normal";
              case WARNING -> "Warning";
            })
        .withReason(event.reason())
        .withMessage(shortened(event.message()))
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .withHost(about.name())
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(about.name())
        .build();
  }

  /// The API takes no longer message.
  private static String shortened(String message) {
    StringBuilder text = new StringBuilder(message);
    while (text.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      text.setLength(text.offsetByCodePoints(text.length(), -2));
      text.append('…');
    }
    return text.toString();
  }
}

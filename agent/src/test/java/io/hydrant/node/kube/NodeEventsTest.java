package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.NodeFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeEventsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.987Z");
  private static final NodeFacts NODE =
      new NodeFacts(
          "ip-10-0-0-1.ec2.internal",
          "u-1",
          "7",
          List.of(),
          List.of(),
          Map.of(),
          Map.of(),
          "",
          false);

  @Test
  void anEventIsAboutTheNodeAndInTheDefaultNamespace() {
    Event event = NodeEvents.of(event("ModelsReady", "all is well"), NODE);

    assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Node");
    assertThat(event.getInvolvedObject().getName()).isEqualTo("ip-10-0-0-1.ec2.internal");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("u-1");
    assertThat(event.getInvolvedObject().getNamespace()).isNull();
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-11-24T12:00:00Z");
  }

  @Test
  void itsNameIsASubdomainThatFollowsFromTheEvent() {
    String name = NodeEvents.of(event("ModelsReady", "x"), NODE).getMetadata().getName();

    assertThat(name)
        .startsWith("ip-10-0-0-1.ec2.internal.")
        .matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")
        .isEqualTo(NodeEvents.of(event("ModelsReady", "x"), NODE).getMetadata().getName())
        .isNotEqualTo(NodeEvents.of(event("Degraded", "x"), NODE).getMetadata().getName());
  }

  @Test
  void aLongMessageIsCutBetweenCharacters() {
    String message = NodeEvents.of(event("Degraded", "x" + "🐳".repeat(400)), NODE).getMessage();

    assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(1018, 1024);
    assertThat(message).matches("x🐳+…");
  }

  private static NodeEvent event(String reason, String message) {
    return new NodeEvent(NodeEvent.Type.NORMAL, reason, message, NOON);
  }
}

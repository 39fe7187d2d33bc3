package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.NodeAction;
import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodePatchTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.987Z");

  @Test
  void aTaintIsTestedAtItsPlaceBeforeItIsRemoved() {
    assertThat(NodePatch.of(new NodeAction.RemoveTaint("x/y"), node("a", "x/y", "b")))
        .isEqualTo(
            """
            [{"op":"test","path":"/spec/taints/1/key","value":"x/y"},\
            {"op":"remove","path":"/spec/taints/1"}]\
            """);
  }

  @Test
  void severalTaintsOfOneKeyAreRemovedFromTheEnd() {
    assertThat(NodePatch.of(new NodeAction.RemoveTaint("x"), node("x", "a", "x")))
        .isEqualTo(
            """
            [{"op":"test","path":"/spec/taints/2/key","value":"x"},\
            {"op":"remove","path":"/spec/taints/2"},\
            {"op":"test","path":"/spec/taints/0/key","value":"x"},\
            {"op":"remove","path":"/spec/taints/0"}]\
            """);
  }

  @Test
  void aConditionIsReplacedInItsPlaceWithTimesInWholeSeconds() {
    NodeFacts seen =
        new NodeFacts(
            "node-a",
            "uid",
            "7",
            List.of(),
            List.of(condition("Ready"), condition("hydrant.dev/ModelsReady")),
            Map.of(),
            Map.of(),
            "",
            false);

    assertThat(NodePatch.of(write(), seen))
        .isEqualTo(
            """
            [{"op":"test","path":"/status/conditions/1/type","value":"hydrant.dev/ModelsReady"},\
            {"op":"replace","path":"/status/conditions/1","value":{\
            "type":"hydrant.dev/ModelsReady","status":"True","reason":"ModelsReady",\
            "message":"say \\"all\\"",\
            "lastHeartbeatTime":"2026-11-24T12:00:00Z",\
            "lastTransitionTime":"2026-11-24T12:00:00Z"}}]\
            """);
  }

  @Test
  void aNewConditionIsAddedToTheRevisionThatWasSeen() {
    NodeFacts seen =
        new NodeFacts(
            "node-a",
            "uid",
            "7",
            List.of(),
            List.of(condition("Ready")),
            Map.of(),
            Map.of(),
            "",
            false);

    assertThat(NodePatch.of(write(), seen))
        .startsWith(
            """
            [{"op":"test","path":"/metadata/resourceVersion","value":"7"},\
            {"op":"add","path":"/status/conditions/-","value":{\
            """);
  }

  @Test
  void theFirstConditionBeginsTheList() {
    assertThat(NodePatch.of(write(), node()))
        .startsWith(
            """
            [{"op":"test","path":"/metadata/resourceVersion","value":"7"},\
            {"op":"add","path":"/status/conditions","value":[{\
            """);
  }

  @Test
  void aLabelIsOneStepOfThePath() {
    NodeFacts seen =
        new NodeFacts(
            "node-a", "uid", "7", List.of(), List.of(), Map.of("a", "b"), Map.of(), "", false);

    assertThat(
            NodePatch.of(
                new NodeAction.WriteMetadata(
                    Map.of("hydrant.dev/ready", "true", "x~y", "1"), Map.of()),
                seen))
        .isEqualTo(
            """
            [{"op":"add","path":"/metadata/labels/hydrant.dev~1ready","value":"true"},\
            {"op":"add","path":"/metadata/labels/x~0y","value":"1"}]\
            """);
  }

  @Test
  void theFirstAnnotationsBeginTheMapOfTheRevisionThatWasSeen() {
    assertThat(
            NodePatch.of(
                new NodeAction.WriteMetadata(
                    Map.of(), Map.of("hydrant.dev/b", "2", "hydrant.dev/a", "1")),
                node()))
        .isEqualTo(
            """
            [{"op":"test","path":"/metadata/resourceVersion","value":"7"},\
            {"op":"add","path":"/metadata/annotations",\
            "value":{"hydrant.dev/a":"1","hydrant.dev/b":"2"}}]\
            """);
  }

  private static NodeAction write() {
    return new NodeAction.WriteCondition(
        new NodeCondition(
            "hydrant.dev/ModelsReady", "True", "ModelsReady", "say \"all\"", NOON, NOON));
  }

  private static NodeCondition condition(String type) {
    return new NodeCondition(type, "True", "", "", null, null);
  }

  private static NodeFacts node(String... taints) {
    return new NodeFacts(
        "node-a", "uid", "7", List.of(taints), List.of(), Map.of(), Map.of(), "", false);
  }
}

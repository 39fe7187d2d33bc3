package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import io.hydrant.status.Readiness.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NodeReportTest {
  @Test
  void labelsAndAnnotationsTellTheStatus() {
    NodeReport report =
        NodeReport.of(
            hydrating(1, 3).lastEvent(NOON.minusSeconds(5)).build(),
            new Readiness(Reason.HYDRATING, "1 of 3 models are on the disk", NOON));

    assertThat(report.labels())
        .containsOnly(
            Map.entry("hydrant.dev/ready", "false"),
            Map.entry("hydrant.dev/model-set", "0000000000000011"));
    assertThat(report.annotations())
        .containsOnly(
            Map.entry("hydrant.dev/progress", "33.3%"),
            Map.entry("hydrant.dev/models", "1/3"),
            Map.entry("hydrant.dev/bytes", "1000/3000"),
            Map.entry("hydrant.dev/agent-version", "1.2.3"),
            Map.entry("hydrant.dev/last-event", "2026-11-24T11:59:55Z"));
  }

  @Test
  void onlyACompleteDiskSaysHundredPercent() {
    assertThat(progress(9_999, 10_000)).isEqualTo("99.9%");
    assertThat(progress(10_000, 10_000)).isEqualTo("100.0%");
    assertThat(progress(0, 10_000)).isEqualTo("0.0%");
  }

  @Test
  void withoutAnEventNoneIsTold() {
    assertThat(report(ready(1).build(), Reason.MODELS_READY).annotations())
        .doesNotContainKey(NodeKeys.LAST_EVENT);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatTheConditionSaysCanBeTakenUpAgain(Reason reason) {
    Readiness readiness = new Readiness(reason, "why", NOON);
    NodeCondition condition =
        NodeReport.of(ready(1).build(), readiness).condition(NOON.plusSeconds(9));

    assertThat(condition.heartbeat()).isEqualTo(NOON.plusSeconds(9));
    assertThat(NodeReport.readinessOf(node(condition))).isEqualTo(readiness);
  }

  @ParameterizedTest
  @CsvSource({
    "True, SomethingNew, MODELS_READY",
    "False, SomethingNew, HYDRATING",
    "Maybe, SomethingNew, HYDRATING",
    "False, ModelsReady, HYDRATING",
    "True, HydrationDeadlineExceeded, MODELS_READY"
  })
  void ofAReasonThatDoesNotFitTheStatusCounts(String status, String reason, Reason expected) {
    Readiness readiness = NodeReport.readinessOf(node(condition(status, reason, NOON)));

    assertThat(readiness).isEqualTo(new Readiness(expected, "why", NOON));
  }

  @Test
  void aConditionWithoutATransitionSaysNothing() {
    assertThat(NodeReport.readinessOf(node(condition("True", "ModelsReady", null)))).isNull();
  }

  @Test
  void aNodeWithoutTheConditionSaysNothing() {
    assertThat(
            NodeReport.readinessOf(
                node(new NodeCondition("Ready", "True", "KubeletReady", "", NOON, NOON))))
        .isNull();
  }

  private static @Nullable String progress(int present, int wanted) {
    return report(hydrating(present, wanted).build(), Reason.HYDRATING)
        .annotations()
        .get(NodeKeys.PROGRESS);
  }

  private static NodeReport report(AgentStatus status, Reason reason) {
    return NodeReport.of(status, new Readiness(reason, status.message(), NOON));
  }

  private static NodeCondition condition(
      String status, String reason, @Nullable Instant transition) {
    return new NodeCondition(NodeKeys.CONDITION, status, reason, "why", NOON, transition);
  }

  private static NodeFacts node(NodeCondition condition) {
    return new NodeFacts(
        "node-a", "uid", "1", List.of(), List.of(condition), Map.of(), Map.of(), "", false);
  }
}

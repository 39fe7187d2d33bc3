package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.FleetNode.State;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.AgentStatus.Totals;
import io.hydrant.status.Readiness;
import io.hydrant.status.Readiness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetNodeTest {
  private static final String TAINT = NodeKeys.STARTUP_TAINT;

  @Test
  void whatAnAgentReportsIsReadBack() {
    AgentStatus status = hydrating(1, 3).lastEvent(NOON.minusSeconds(7)).build();

    FleetNode node = FleetNode.of(reported(status, Reason.HYDRATING), NOON.plusSeconds(60));

    assertThat(node)
        .isEqualTo(
            new FleetNode(
                "node-a",
                State.HYDRATING,
                false,
                "1 of 3 models are on the disk",
                0.333,
                new Totals(1, 1000),
                new Totals(3, 3000),
                status.modelSet(),
                NOON.minusSeconds(7),
                NOON,
                "1.2.3"));
  }

  @ParameterizedTest
  @CsvSource({
    "PREPARING, PREPARING, false",
    "HYDRATING, HYDRATING, false",
    "DEADLINE_EXCEEDED, OVERDUE, false",
    "OPENED_BY_DEADLINE, OVERDUE, true",
    "CRITICAL_MODELS_READY, HYDRATING, true",
    "MODELS_READY, READY, true",
    "DEGRADED, DEGRADED, true",
    "DISK_FAILED, DISK_FAILED, false"
  })
  void theStateFollowsFromTheReason(Reason reason, State state, boolean open) {
    FleetNode node = FleetNode.of(reported(hydrating(1, 3).build(), reason), NOON);

    assertThat(node.state()).isEqualTo(state);
    assertThat(node.open()).isEqualTo(open);
  }

  @Test
  void anAgentThatMissedThreeHeartbeatsIsSilent() {
    NodeFacts facts = reported(hydrating(1, 3).build(), Reason.MODELS_READY);

    assertThat(FleetNode.of(facts, NOON.plus(Duration.ofMinutes(15))).state())
        .isEqualTo(State.READY);
    assertThat(FleetNode.of(facts, NOON.plus(Duration.ofMinutes(15)).plusSeconds(1)).state())
        .isEqualTo(State.SILENT);
  }

  @Test
  void aConditionWithoutItsTransitionTimeIsStillAReport() {
    NodeCondition condition =
        new NodeCondition(
            NodeKeys.CONDITION, "True", Reason.DEGRADED.text(), "no queue", NOON, null);

    FleetNode node =
        FleetNode.of(
            new NodeFacts(
                "node-a", "uid", "1", List.of(), List.of(condition), Map.of(), Map.of(), "", false),
            NOON.plusSeconds(60));

    assertThat(node.state()).isEqualTo(State.DEGRADED);
    assertThat(node.open()).isTrue();
    assertThat(node.message()).isEqualTo("no queue");
    assertThat(node.lastHeard()).isEqualTo(NOON);
  }

  @Test
  void aNodeThatNobodyReportedOnHasNoAgent() {
    FleetNode node = FleetNode.of(plain(List.of(TAINT), Map.of()), NOON);

    assertThat(node.state()).isEqualTo(State.NO_AGENT);
    assertThat(node.open()).isFalse();
    assertThat(node.lastHeard()).isNull();
    assertThat(node.message()).isEqualTo("no agent has reported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "1/2/3", "-1/2", "99999999999999999999/1", "101%", "%"})
  void annotationsThatSomebodyElseWroteCountAsNothing(String text) {
    FleetNode node =
        FleetNode.of(
            plain(
                List.of(),
                Map.of(
                    NodeKeys.MODELS, text,
                    NodeKeys.BYTES, text,
                    NodeKeys.PROGRESS, text,
                    NodeKeys.LAST_EVENT, text)),
            NOON);

    assertThat(node.present()).isEqualTo(new Totals(0, 0));
    assertThat(node.wanted()).isEqualTo(new Totals(0, 0));
    assertThat(node.progress()).isZero();
    assertThat(node.lastEvent()).isNull();
  }

  @Test
  void membersAreNodesWithAnAgentOrWithTheTaint() {
    assertThat(FleetNode.isMember(plain(List.of(TAINT), Map.of()), TAINT)).isTrue();
    assertThat(FleetNode.isMember(reported(hydrating(1, 3).build(), Reason.HYDRATING), TAINT))
        .isTrue();
    assertThat(FleetNode.isMember(plain(List.of("nvidia.com/gpu"), Map.of()), TAINT)).isFalse();
  }

  private static NodeFacts reported(AgentStatus status, Reason reason) {
    NodeReport report =
        NodeReport.of(status, new Readiness(reason, status.message(), Instant.EPOCH));
    return new NodeFacts(
        "node-a",
        "uid",
        "1",
        List.of(),
        List.of(report.condition(NOON)),
        report.labels(),
        report.annotations(),
        "",
        false);
  }

  private static NodeFacts plain(List<String> taints, Map<String, String> annotations) {
    return new NodeFacts("node-a", "uid", "1", taints, List.of(), Map.of(), annotations, "", false);
  }
}

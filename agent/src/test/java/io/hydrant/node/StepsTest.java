package io.hydrant.node;

import static io.hydrant.node.NodeEvent.Type.NORMAL;
import static io.hydrant.node.NodeEvent.Type.WARNING;
import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.degraded;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import io.hydrant.status.Readiness.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {
  private static final AgentStatus CALM = ready(2).build();

  private final Steps steps = new Steps();

  @ParameterizedTest
  @CsvSource({
    "HYDRATING, NORMAL, Hydrating",
    "CRITICAL_MODELS_READY, NORMAL, CriticalModelsReady",
    "MODELS_READY, NORMAL, ModelsReady",
    "DEGRADED, WARNING, Degraded",
    "DEADLINE_EXCEEDED, WARNING, HydrationDeadlineExceeded",
    "OPENED_BY_DEADLINE, WARNING, OpenedByDeadline",
    "DISK_FAILED, WARNING, DiskFailed"
  })
  void everyNewReasonIsAStep(Reason reason, NodeEvent.Type type, String word) {
    assertThat(tell(reason, NOON)).containsExactly(new NodeEvent(type, word, "why", NOON));
  }

  @Test
  void preparingIsNoStep() {
    assertThat(tell(Reason.PREPARING, NOON)).isEmpty();
  }

  @Test
  void theSameReasonIsToldOnce() {
    tell(Reason.HYDRATING, NOON);

    assertThat(tell(Reason.HYDRATING, NOON.plusSeconds(600))).isEmpty();
  }

  @Test
  void aFlappingReasonIsToldOnceInAWhile() {
    tell(Reason.MODELS_READY, NOON);
    assertThat(tell(Reason.DEGRADED, NOON.plusSeconds(1))).hasSize(1);
    assertThat(tell(Reason.MODELS_READY, NOON.plusSeconds(2))).isEmpty();
    assertThat(tell(Reason.DEGRADED, NOON.plusSeconds(3))).isEmpty();

    assertThat(tell(Reason.MODELS_READY, NOON.plus(Steps.QUIET))).hasSize(1);
  }

  @Test
  void aRestartDoesNotTellAgainWhatTheEarlierProcessTold() {
    steps.resume(new Readiness(Reason.MODELS_READY, "why", NOON.minusSeconds(3_600)));

    assertThat(tell(Reason.MODELS_READY, NOON)).isEmpty();
  }

  @Test
  void heldRemovalsAreToldOnceInsteadOfTheDegradationThatTheyAre() {
    AgentStatus held = degraded("removals held: 90 of 100").heldRemovals(90).build();
    Readiness degraded = new Readiness(Reason.DEGRADED, "removals held: 90 of 100", NOON);
    tell(Reason.MODELS_READY, NOON);

    List<NodeEvent> events = steps.since(held, degraded, NOON);

    assertThat(events)
        .containsExactly(new NodeEvent(WARNING, "RemovalsHeld", "removals held: 90 of 100", NOON));
    assertThat(steps.since(held, degraded, NOON.plusSeconds(600))).isEmpty();
  }

  @Test
  void recoveryIsAStep() {
    tell(Reason.DEGRADED, NOON);

    assertThat(tell(Reason.MODELS_READY, NOON.plusSeconds(60)))
        .containsExactly(new NodeEvent(NORMAL, "ModelsReady", "why", NOON.plusSeconds(60)));
  }

  private List<NodeEvent> tell(Reason reason, Instant now) {
    return steps.since(CALM, new Readiness(reason, "why", NOON), now);
  }
}

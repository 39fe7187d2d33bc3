package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.degraded;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static io.hydrant.status.AgentStatusBuilder.starting;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.Surroundings.PostedEvent;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.HydrationDeadline.Action;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest extends ReconcilerFixture {
  @Test
  void theTaintStaysUntilTheModelsAreThere() {
    node.create(List.of("nvidia.com/gpu", TAINT), List.of("Ready"));
    reconciler.step();
    assertThat(facts().taints()).contains(TAINT);
    assertThat(condition()).isEqualTo("False Preparing");

    status = hydrating(1, 2).build();
    later(Duration.ofSeconds(1));
    assertThat(facts().taints()).contains(TAINT);
    assertThat(condition()).isEqualTo("False Hydrating");

    status = ready(2).build();
    reconciler.step();

    assertThat(facts().taints()).containsExactly("nvidia.com/gpu");
    assertThat(condition()).isEqualTo("True ModelsReady");
    assertThat(facts().labels()).containsEntry(NodeKeys.READY, "true");
    assertThat(facts().annotations()).containsEntry(NodeKeys.MODELS, "2/2");
  }

  @Test
  void aTaintThatIsPutBackIsRemovedAgain() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    reconciler.step();

    node.addTaintInFront(TAINT);
    reconciler.step();

    assertThat(facts().taints()).isEmpty();
  }

  @Test
  void aTaintIsNeverAdded() {
    node.create(List.of(), List.of("Ready"));
    for (AgentStatus next :
        List.of(
            starting(), hydrating(1, 2).build(), ready(2).build(), degraded("trouble").build())) {
      status = next;
      later(Duration.ofMinutes(10));
    }

    assertThat(facts().taints()).isEmpty();
  }

  @Test
  void ourOwnChangesAreNotReadBack() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();

    for (int i = 0; i < 10; i++) {
      later(Duration.ofMinutes(1));
    }

    assertThat(node.reads()).isEqualTo(1);
  }

  @Test
  void aReadyNodeIsWrittenOncePerHeartbeat() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    reconciler.step();
    node.takeApplied();

    for (int i = 0; i < 60; i++) {
      later(Duration.ofSeconds(10));
    }

    assertThat(node.takeApplied())
        .hasSize(2)
        .allMatch(action -> action instanceof NodeAction.WriteCondition);
    assertThat(facts().condition(NodeKeys.CONDITION))
        .isNotNull()
        .returns(NOON.plus(Duration.ofMinutes(10)), NodeCondition::heartbeat)
        .returns(NOON, NodeCondition::transition);
  }

  @Test
  void aConditionIsNeverWrittenBeforeItChanged() {
    node.create(List.of(), List.of("Ready"));
    status = ready(2).build();
    reconciler =
        process(
            Action.FAIL_CLOSED,
            new ReporterSettings(TAINT, false),
            () -> now = now.plus(Duration.ofSeconds(1)));

    reconciler.step();

    NodeCondition condition = Objects.requireNonNull(facts().condition(NodeKeys.CONDITION));
    assertThat(condition.heartbeat()).isAfterOrEqualTo(condition.transition());
  }

  @Test
  void aRestartOnAReadyNodeChangesNothingButTheHeartbeat() {
    node.create(List.of(), List.of("Ready"));
    status = ready(2).build();
    reconciler.step();
    node.takeApplied();

    reconciler = process(Action.FAIL_CLOSED);
    status = starting();
    later(Duration.ofSeconds(10));
    assertThat(condition()).isEqualTo("True ModelsReady");
    status = ready(2).build();
    later(Duration.ofSeconds(2));

    assertThat(condition()).isEqualTo("True ModelsReady");
    assertThat(facts().labels()).containsEntry(NodeKeys.READY, "true");
    assertThat(reasons()).containsExactly("ModelsReady");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPassedDeadlineLeavesTheNodeClosedOrOpensItAndSaysSo(boolean open) {
    node.create(List.of(TAINT), List.of("Ready"));
    status = hydrating(1, 2).build();
    reconciler = process(open ? Action.FAIL_OPEN : Action.FAIL_CLOSED);
    reconciler.step();
    now = now.plus(Duration.ofMinutes(59));
    // A restart does not start the deadline anew.
    reconciler = process(open ? Action.FAIL_OPEN : Action.FAIL_CLOSED);
    reconciler.step();
    assertThat(facts().taints()).contains(TAINT);

    later(Duration.ofMinutes(1));

    assertThat(facts().hasTaint(TAINT)).isEqualTo(!open);
    assertThat(condition())
        .isEqualTo(open ? "True OpenedByDeadline" : "False HydrationDeadlineExceeded");
    assertThat(node.events())
        .contains(
            new PostedEvent(
                NodeEvent.Type.WARNING,
                open ? "OpenedByDeadline" : "HydrationDeadlineExceeded",
                open
                    ? "opened without all models after 1h: 1 of 2 models are on the disk"
                    : "not ready within 1h: 1 of 2 models are on the disk",
                facts().uid()));
  }

  @Test
  void laterTroubleIsToldAndClosesNothing() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(3).build();
    reconciler.step();

    status = degraded("removals held: 90 of 100").heldRemovals(90).build();
    later(Duration.ofSeconds(1));

    assertThat(condition()).isEqualTo("True Degraded");
    assertThat(reasons()).containsExactlyInAnyOrder("ModelsReady", "RemovalsHeld");
  }

  @Test
  void theNodesAnnotationReleasesTheRemovalsThatItNames() throws NodeException {
    node.create(List.of(TAINT), List.of("Ready"));
    status = degraded("removals held: 90 of 100").heldRemovals(90).build();
    AtomicInteger releases = new AtomicInteger();
    reconciler.onRelease(releases::incrementAndGet);
    reconciler.step();
    annotateRelease("of others");
    later(Duration.ofSeconds(1));
    assertThat(releases).hasValue(0);

    annotateRelease(Objects.requireNonNull(status.heldCode()));
    later(Duration.ofSeconds(1));
    later(Duration.ofSeconds(1));
    assertThat(releases).hasValue(1);
  }

  @Test
  void inConditionOnlyModeTheTaintIsLeftAlone() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    reconciler = process(Action.FAIL_CLOSED, new ReporterSettings(NodeKeys.STARTUP_TAINT, true));

    reconciler.step();

    assertThat(facts().taints()).contains(TAINT);
    assertThat(condition()).isEqualTo("True ModelsReady");
  }
}

package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.degraded;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static io.hydrant.status.AgentStatusBuilder.starting;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.Surroundings.PostedEvent;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.HydrationDeadline;
import io.hydrant.status.HydrationDeadline.Action;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {
  private static final String TAINT = NodeKeys.STARTUP_TAINT;

  private final FakeNode node = new FakeNode("node-a");
  private Instant now = NOON;
  private AgentStatus status = starting();
  private Reconciler reconciler = process(Action.FAIL_CLOSED);

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
  void aNodeThatChangesMeanwhileIsLookedAtAgainAtOnce() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    node.beforeNextApply(() -> node.addTaintInFront("new/new"));

    assertThat(reconciler.step()).isZero();
    assertThat(facts().taints()).containsExactly("new/new", TAINT);
    reconciler.step();

    assertThat(facts().taints()).containsExactly("new/new");
  }

  @Test
  void aNodeThatChangesAllTheTimeIsLeftAloneForAWhile() {
    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    changeBeforeEveryApply();

    List<Duration> pauses = Stream.generate(() -> reconciler.step()).limit(8).toList();

    assertThat(pauses.subList(0, 4)).containsOnly(Duration.ZERO);
    assertThat(pauses.subList(4, 8)).allMatch(Duration::isPositive);
  }

  @Test
  void aDeniedTaintIsAskedForOncePerMinuteAndKeepsNothingElseBack() {
    node.create(List.of(TAINT), List.of("Ready"));
    node.deny(request -> request instanceof NodeAction.RemoveTaint);
    status = ready(2).build();

    Duration again = reconciler.step();
    assertThat(again).isLessThanOrEqualTo(Denials.PAUSE);
    assertThat(condition()).isEqualTo("True ModelsReady");
    assertThat(facts().labels()).containsEntry(NodeKeys.READY, "true");

    node.deny(_ -> false);
    later(Duration.ofSeconds(59));
    assertThat(facts().taints()).contains(TAINT);
    later(Duration.ofSeconds(1));
    assertThat(facts().taints()).isEmpty();
  }

  @Test
  void aDeniedConditionIsNotRetriedInALoop() {
    node.create(List.of(), List.of("Ready"));
    node.deny(request -> request instanceof NodeAction.WriteCondition);
    status = hydrating(1, 20).build();
    reconciler.step();
    node.takeApplied();

    for (int i = 2; i < 20; i++) {
      status = hydrating(i, 20).build();
      later(Duration.ofMillis(200));
    }

    assertThat(node.takeApplied()).isEmpty();
  }

  @Test
  void aDeniedReadIsAskedForOncePerMinute() {
    node.create(List.of(), List.of("Ready"));
    node.deny("read"::equals);

    assertThat(reconciler.step()).isEqualTo(Denials.PAUSE);
    node.deny(_ -> false);
    later(Denials.PAUSE);

    assertThat(condition()).isEqualTo("False Preparing");
  }

  @Test
  void deniedEventsAreDroppedAndKeepNothingElseBack() {
    node.create(List.of(TAINT), List.of("Ready"));
    node.deny(request -> request instanceof NodeEvent);
    status = ready(2).build();
    reconciler.step();
    assertThat(facts().taints()).isEmpty();

    node.deny(_ -> false);
    later(Duration.ofMinutes(2));

    assertThat(node.events()).isEmpty();
  }

  @Test
  void anEventThatTheApiDoesNotTakeIsDroppedAndKeepsNothingElseBack() {
    node.create(List.of(TAINT), List.of("Ready"));
    node.reject(
        request -> request instanceof NodeEvent event && event.reason().equals("Hydrating"));
    status = hydrating(1, 2).build();
    reconciler.step();

    status = ready(2).build();
    later(Duration.ofSeconds(1));

    assertThat(reasons()).containsExactly("ModelsReady");
    assertThat(facts().taints()).isEmpty();
  }

  @Test
  void anApiThatIsSilentIsAskedAgainEverLaterUntilItAnswers() {
    node.create(List.of(TAINT), List.of("Ready"));
    node.silent(true);
    status = hydrating(1, 2).build();

    for (int i = 0; i < 20; i++) {
      assertThat(reconciler.step()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
    status = ready(2).build();
    node.silent(false);
    reconciler.step();

    assertThat(facts().taints()).isEmpty();
    assertThat(condition()).isEqualTo("True ModelsReady");
    assertThat(reasons()).containsExactly("ModelsReady");
  }

  @Test
  void anEventThatCouldNotBePostedIsPostedLater() {
    node.create(List.of(), List.of("Ready"));
    reconciler.step();
    status = hydrating(1, 2).build();
    node.silent(true);
    later(Duration.ofMillis(500));

    node.silent(false);
    reconciler.step();

    assertThat(reasons()).containsExactly("Hydrating");
  }

  @Test
  void aNodeThatIsNotThereIsWaitedFor() {
    assertThat(reconciler.step()).isEqualTo(NodeDecision.HEARTBEAT);

    node.create(List.of(TAINT), List.of("Ready"));
    status = ready(2).build();
    reconciler.step();

    assertThat(facts().taints()).isEmpty();
  }

  @Test
  void aNodeThatWentIsWaitedFor() {
    node.create(List.of(), List.of("Ready"));
    reconciler.step();
    node.delete();
    later(Duration.ofMinutes(5));

    node.create(List.of(), List.of("Ready"));
    reconciler.step();

    assertThat(condition()).isEqualTo("False Preparing");
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

  private void annotateRelease(String code) throws NodeException {
    node.apply(
        new NodeAction.WriteMetadata(Map.of(), Map.of(NodeKeys.RELEASE_REMOVALS, code)), facts());
  }

  /// A new process of the agent on the same node.
  private Reconciler process(Action action) {
    return process(action, new ReporterSettings(TAINT, false));
  }

  private Reconciler process(Action action, ReporterSettings settings) {
    Reconciler fresh =
        new Reconciler(
            node,
            settings,
            () -> status,
            new ReadinessTracker(
                () -> status, new HydrationDeadline(Duration.ofHours(1), action), () -> now),
            () -> now,
            new Random(7));
    node.watch(fresh::nodeChanged);
    return fresh;
  }

  private void later(Duration time) {
    now = now.plus(time);
    reconciler.step();
  }

  private void changeBeforeEveryApply() {
    node.beforeNextApply(() -> {
      node.addTaintInFront("new/" + facts().taints().size());
      changeBeforeEveryApply();
    });
  }

  private NodeFacts facts() {
    return node.now();
  }

  private String condition() {
    NodeCondition condition = facts().condition(NodeKeys.CONDITION);
    return condition == null ? "none" : condition.status() + " " + condition.reason();
  }

  private List<String> reasons() {
    return node.events().stream().map(PostedEvent::reason).toList();
  }
}

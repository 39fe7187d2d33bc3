package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A Node that others change, an API server that denies, is silent, or has no such Node.
class ReconcilerFailuresTest extends ReconcilerFixture {
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
}

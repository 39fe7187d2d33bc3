package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.app.Await;
import io.hydrant.node.Surroundings.PostedEvent;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.HydrationDeadline;
import io.hydrant.status.HydrationDeadline.Action;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What every [OwnNode] does, alone and in the hands of the [NodeReporter].
public abstract class OwnNodeContract {
  private static final String TAINT = NodeKeys.STARTUP_TAINT;
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final NodeEvent STEP =
      new NodeEvent(NodeEvent.Type.WARNING, "Degraded", "the queue does not answer", NOON);

  /// The adapter under test; its Node does not exist yet.
  protected abstract OwnNode node();

  protected abstract Surroundings outside();

  /// Whether the API behind it answers a patch whose test fails.
  protected boolean answersFailedTests() {
    return true;
  }

  @Test
  void aNodeThatIsNotThereIsEmpty() throws Exception {
    assertThat(node().read()).isEmpty();
  }

  @Test
  void aNodeIsReadWithTaintsConditionsAndLabelsInItsOrder() throws Exception {
    outside().create(List.of("nvidia.com/gpu", TAINT), List.of("Ready", "DiskPressure"));

    NodeFacts facts = seen();

    assertThat(facts.taints()).startsWith("nvidia.com/gpu", TAINT);
    assertThat(facts.conditions())
        .extracting(NodeCondition::type)
        .containsExactly("Ready", "DiskPressure");
    assertThat(facts.conditions()).allMatch(NodeCondition::isTrue);
    assertThat(facts.labels()).containsEntry("kubernetes.io/hostname", facts.name());
    assertThat(facts.uid()).isNotEmpty();
    assertThat(facts.revision()).isNotEmpty();
  }

  @Test
  void theTaintGoesAndTheOthersStay() throws Exception {
    outside().create(List.of("a/a", TAINT, "z/z"), List.of());

    NodeFacts after = node().apply(new NodeAction.RemoveTaint(TAINT), seen());

    assertThat(after.taints()).contains("a/a", "z/z").doesNotContain(TAINT);
    assertThat(seen()).isEqualTo(after);
  }

  @Test
  void theOnlyTaintGoes() throws Exception {
    outside().create(List.of(TAINT), List.of());

    node().apply(new NodeAction.RemoveTaint(TAINT), seen());

    assertThat(seen().hasTaint(TAINT)).isFalse();
  }

  @Test
  void ofATaintThatMovedNothingIsRemoved() throws Exception {
    assumeTrue(answersFailedTests(), "this API does not answer a patch whose test fails");
    outside().create(List.of("a/a", TAINT), List.of());
    NodeFacts before = seen();
    outside().addTaintInFront("new/new");

    assertKind(
        NodeException.Kind.STALE, () -> node().apply(new NodeAction.RemoveTaint(TAINT), before));

    assertThat(seen().taints()).contains("new/new", "a/a", TAINT);
    node().apply(new NodeAction.RemoveTaint(TAINT), seen());
    assertThat(seen().taints()).contains("new/new", "a/a").doesNotContain(TAINT);
  }

  @Test
  void aTaintThatSomebodyElseRemovedIsStale() throws Exception {
    assumeTrue(answersFailedTests(), "this API does not answer a patch whose test fails");
    outside().create(List.of(TAINT), List.of());
    NodeFacts before = seen();
    outside().removeTaints();

    assertKind(
        NodeException.Kind.STALE, () -> node().apply(new NodeAction.RemoveTaint(TAINT), before));
  }

  @Test
  void theConditionStandsBesideThoseOfTheKubelet() throws Exception {
    outside().create(List.of(), List.of("Ready", "DiskPressure"));

    NodeFacts after = node().apply(write("False", NOON), seen());

    assertThat(after.conditions())
        .extracting(NodeCondition::type)
        .containsExactly("Ready", "DiskPressure", NodeKeys.CONDITION);
    assertThat(after.condition(NodeKeys.CONDITION)).isEqualTo(condition("False", NOON));
  }

  @Test
  void theConditionIsReplacedInItsPlaceAndTheOthersKeepWhatTheyGotMeanwhile() throws Exception {
    outside().create(List.of(), List.of("Ready"));
    NodeFacts before = node().apply(write("False", NOON), seen());
    outside().setCondition("Ready", "False");

    node().apply(write("True", NOON.plusSeconds(60)), before);

    NodeFacts after = seen();
    assertThat(after.conditions()).hasSize(2);
    assertThat(after.condition(NodeKeys.CONDITION))
        .isEqualTo(condition("True", NOON.plusSeconds(60)));
    assertThat(after.condition("Ready")).extracting(NodeCondition::status).isEqualTo("False");
  }

  @Test
  void aNodeWithoutConditionsGetsItsFirst() throws Exception {
    outside().create(List.of(), List.of());

    node().apply(write("True", NOON), seen());

    assertThat(seen().conditions()).containsExactly(condition("True", NOON));
  }

  @Test
  void labelsAndAnnotationsAreSetBesideTheOthers() throws Exception {
    outside().create(List.of(), List.of());

    node()
        .apply(
            new NodeAction.WriteMetadata(
                Map.of(NodeKeys.READY, "false"),
                Map.of(NodeKeys.PROGRESS, "10.0%", NodeKeys.MODELS, "1/10")),
            seen());
    node()
        .apply(
            new NodeAction.WriteMetadata(
                Map.of(NodeKeys.READY, "true"), Map.of(NodeKeys.PROGRESS, "100.0%")),
            seen());

    NodeFacts after = seen();
    assertThat(after.labels())
        .containsEntry("kubernetes.io/hostname", after.name())
        .containsEntry(NodeKeys.READY, "true");
    assertThat(after.annotations())
        .containsEntry(NodeKeys.PROGRESS, "100.0%")
        .containsEntry(NodeKeys.MODELS, "1/10");
  }

  @Test
  void theFirstConditionIsStaleWhenSomebodyElseWasFirst() throws Exception {
    assumeTrue(answersFailedTests(), "this API does not answer a patch whose test fails");
    outside().create(List.of(), List.of());
    NodeFacts before = seen();
    outside().setCondition("Ready", "True");

    assertKind(NodeException.Kind.STALE, () -> node().apply(write("True", NOON), before));

    assertThat(seen().conditions()).extracting(NodeCondition::type).containsExactly("Ready");
  }

  @Test
  void aNodeThatWentIsGone() throws Exception {
    outside().create(List.of(TAINT), List.of());
    NodeFacts before = seen();
    outside().delete();

    assertKind(
        NodeException.Kind.GONE, () -> node().apply(new NodeAction.RemoveTaint(TAINT), before));
  }

  @Test
  void anEventIsThereOnceHoweverOftenItIsPosted() throws Exception {
    outside().create(List.of(), List.of());
    NodeFacts facts = seen();

    node().post(STEP, facts);
    node().post(STEP, facts);
    node().post(new NodeEvent(NodeEvent.Type.NORMAL, "ModelsReady", "all is well", NOON), facts);

    assertThat(outside().events())
        .containsExactlyInAnyOrder(
            new PostedEvent(
                NodeEvent.Type.WARNING, "Degraded", "the queue does not answer", facts.uid()),
            new PostedEvent(NodeEvent.Type.NORMAL, "ModelsReady", "all is well", facts.uid()));
  }

  @Test
  void theWatchTellsEveryChangeAndTheEnd() throws Exception {
    BlockingQueue<String> revisions = new LinkedBlockingQueue<>();
    outside().create(List.of(), List.of());
    node().watch(revisions::add);
    awaitRevision(revisions, seen().revision());

    outside().addTaintInFront(TAINT);
    awaitRevision(revisions, seen().revision());

    outside().delete();
    awaitRevision(revisions, "");
  }

  @Test
  void theReporterTakesTheTaintOffWhenTheModelsAreThereAndWheneverItIsPutBack() throws Exception {
    outside().create(List.of("nvidia.com/gpu", TAINT), List.of("Ready"));
    AtomicReference<AgentStatus> status = new AtomicReference<>(hydrating(1, 2).build());
    try (NodeReporter reporter = report(status::get)) {
      awaitNode(facts -> says(facts, "False", "Hydrating"));
      assertThat(seen().hasTaint(TAINT)).isTrue();

      status.set(ready(2).build());
      reporter.statusChanged();
      awaitNode(facts -> says(facts, "True", "ModelsReady") && !facts.hasTaint(TAINT));

      outside().addTaintInFront(TAINT);
      awaitNode(facts -> !facts.hasTaint(TAINT));
    }

    NodeFacts after = seen();
    assertThat(after.taints()).contains("nvidia.com/gpu");
    assertThat(after.condition("Ready")).isNotNull();
    assertThat(after.labels()).containsEntry(NodeKeys.READY, "true");
    assertThat(after.annotations()).containsEntry(NodeKeys.MODELS, "2/2");
    assertThat(outside().events())
        .extracting(PostedEvent::reason)
        .containsExactlyInAnyOrder("Hydrating", "ModelsReady");
  }

  @Test
  void whileOthersWriteTheReporterLosesNothingOfTheirsAndGetsThrough() throws Exception {
    assumeTrue(answersFailedTests(), "this API does not answer a patch whose test fails");
    outside().create(List.of(TAINT), List.of("Ready"));
    AtomicInteger present = new AtomicInteger();
    List<String> theirs = new ArrayList<>();
    try (NodeReporter reporter = report(() -> hydrating(present.get(), 40).isReady().build())) {
      for (int i = 0; i < 40; i++) {
        String key = "theirs/" + i;
        outside().addTaintInFront(key);
        theirs.add(key);
        outside().setCondition("Ready", i % 2 == 0 ? "True" : "False");
        outside().addTaintInFront(TAINT);
        present.incrementAndGet();
        reporter.statusChanged();
      }
      awaitNode(facts -> !facts.hasTaint(TAINT) && says(facts, "True", "CriticalModelsReady"));
    }

    assertThat(seen().taints()).containsAll(theirs);
    assertThat(seen().conditions())
        .extracting(NodeCondition::type)
        .containsExactlyInAnyOrder("Ready", NodeKeys.CONDITION);
  }

  private NodeReporter report(Supplier<AgentStatus> status) {
    InstantSource clock = InstantSource.system();
    return NodeReporter.start(
        node(),
        new ReporterSettings(TAINT, false),
        status,
        new ReadinessTracker(
            status, new HydrationDeadline(Duration.ofHours(1), Action.FAIL_CLOSED), clock),
        clock,
        new Random(7));
  }

  private void awaitNode(Predicate<NodeFacts> expected) throws Exception {
    Await.until(
        () -> expected.test(seen()),
        () -> {
          try {
            return String.valueOf(node().read());
          } catch (NodeException e) {
            return e.toString();
          }
        });
  }

  private static boolean says(NodeFacts facts, String status, String reason) {
    NodeCondition condition = facts.condition(NodeKeys.CONDITION);
    return condition != null
        && condition.status().equals(status)
        && condition.reason().equals(reason);
  }

  private NodeFacts seen() throws NodeException {
    return node().read().orElseThrow();
  }

  private static NodeAction write(String status, Instant at) {
    return new NodeAction.WriteCondition(condition(status, at));
  }

  private static NodeCondition condition(String status, Instant at) {
    return new NodeCondition(
        NodeKeys.CONDITION, status, "Hydrating", "1 of 2 models are on the disk", at, at);
  }

  private static void awaitRevision(BlockingQueue<String> revisions, String expected)
      throws InterruptedException {
    String revision;
    do {
      revision = revisions.poll(20, TimeUnit.SECONDS);
      assertThat(revision).as("a word of revision '%s'", expected).isNotNull();
    } while (!expected.equals(revision));
  }

  private interface Attempt {
    void run() throws NodeException;
  }

  private static void assertKind(NodeException.Kind kind, Attempt attempt) {
    NodeException failure = catchThrowableOfType(NodeException.class, attempt::run);
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
  }
}

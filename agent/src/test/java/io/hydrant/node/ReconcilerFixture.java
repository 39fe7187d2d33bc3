package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.starting;

import io.hydrant.node.Surroundings.PostedEvent;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.HydrationDeadline;
import io.hydrant.status.HydrationDeadline.Action;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A reconciler on a Node in memory.
abstract class ReconcilerFixture {
  static final String TAINT = NodeKeys.STARTUP_TAINT;

  final FakeNode node = new FakeNode("node-a");
  Instant now = NOON;
  AgentStatus status = starting();
  Reconciler reconciler = process(Action.FAIL_CLOSED);

  void annotateRelease(String code) throws NodeException {
    node.apply(
        new NodeAction.WriteMetadata(Map.of(), Map.of(NodeKeys.RELEASE_REMOVALS, code)), facts());
  }

  /// A new process of the agent on the same node.
  Reconciler process(Action action) {
    return process(action, new ReporterSettings(TAINT, false));
  }

  Reconciler process(Action action, ReporterSettings settings) {
    return process(action, settings, () -> now);
  }

  Reconciler process(Action action, ReporterSettings settings, InstantSource clock) {
    Reconciler fresh =
        new Reconciler(
            node,
            settings,
            () -> status,
            new ReadinessTracker(
                () -> status, new HydrationDeadline(Duration.ofHours(1), action), clock),
            clock,
            new Random(7));
    node.watch(fresh::nodeChanged);
    return fresh;
  }

  void later(Duration time) {
    now = now.plus(time);
    reconciler.step();
  }

  void changeBeforeEveryApply() {
    node.beforeNextApply(() -> {
      node.addTaintInFront("new/" + facts().taints().size());
      changeBeforeEveryApply();
    });
  }

  NodeFacts facts() {
    return node.now();
  }

  String condition() {
    NodeCondition condition = facts().condition(NodeKeys.CONDITION);
    return condition == null ? "none" : condition.status() + " " + condition.reason();
  }

  List<String> reasons() {
    return node.events().stream().map(PostedEvent::reason).toList();
  }
}

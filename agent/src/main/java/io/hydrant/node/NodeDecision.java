package io.hydrant.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be written to the Node now, and when to decide again if nothing changes meanwhile.
///
/// What others act upon is written at once, what people read at a pace that a large fleet and its
/// API server can bear.
///
/// @param again from now
record NodeDecision(List<NodeAction> actions, Duration again) {
  /// An alert or a person may judge by the age of the condition whether the agent lives.
  static final Duration HEARTBEAT = Duration.ofMinutes(5);

  /// For counters that go up during a hydration.
  static final Duration PROGRESS_PACE = Duration.ofSeconds(15);

  /// For another reason of the same gate, which can flap.
  static final Duration STATE_PACE = Duration.ofSeconds(1);

  /// When something was last written; null when not yet by this process.
  record Written(@Nullable Instant condition, @Nullable Instant metadata) {}

  NodeDecision {
    actions = List.copyOf(actions);
  }

  static NodeDecision decide(
      NodeFacts seen, NodeReport report, ReporterSettings settings, Written written, Instant now) {
    List<NodeAction> actions = new ArrayList<>();
    if (report.readiness().isOpen()
        && !settings.conditionOnly()
        && seen.hasTaint(settings.startupTaint())) {
      actions.add(new NodeAction.RemoveTaint(settings.startupTaint()));
    }

    // Deadlines pass without anybody saying so.
    Duration again = report.readiness().isOpen() ? HEARTBEAT : PROGRESS_PACE;

    Duration conditionDue = due(written.condition(), conditionPace(seen, report), now);
    if (conditionDue.isPositive()) {
      again = min(again, conditionDue);
    } else {
      actions.add(new NodeAction.WriteCondition(report.condition(now)));
    }

    Map<String, String> labels = changed(report.labels(), seen.labels());
    Map<String, String> annotations = changed(report.annotations(), seen.annotations());
    if (!labels.isEmpty() || !annotations.isEmpty()) {
      Duration pace = metadataPace(labels.keySet(), annotations.keySet());
      Duration metadataDue = due(written.metadata(), pace, now);
      if (metadataDue.isPositive()) {
        again = min(again, metadataDue);
      } else {
        actions.add(new NodeAction.WriteMetadata(labels, annotations));
      }
    }
    return new NodeDecision(actions, again);
  }

  private static Duration conditionPace(NodeFacts seen, NodeReport report) {
    NodeCondition there = seen.condition(NodeKeys.CONDITION);
    if (there == null || there.isTrue() != report.readiness().isOpen()) {
      return Duration.ZERO;
    }
    if (!there.reason().equals(report.readiness().reason().text())) {
      return STATE_PACE;
    }
    return there.message().equals(report.readiness().message()) ? HEARTBEAT : PROGRESS_PACE;
  }

  private static Duration metadataPace(Collection<String> labels, Collection<String> annotations) {
    if (labels.contains(NodeKeys.READY)) {
      return Duration.ZERO;
    }
    // A busy bucket would otherwise have every node written every few seconds.
    boolean onlyLastEvent =
        labels.isEmpty() && Set.copyOf(annotations).equals(Set.of(NodeKeys.LAST_EVENT));
    return onlyLastEvent ? HEARTBEAT : PROGRESS_PACE;
  }

  private static Duration due(@Nullable Instant last, Duration pace, Instant now) {
    return last == null ? Duration.ZERO : Duration.between(now, last.plus(pace));
  }

  private static Map<String, String> changed(Map<String, String> wanted, Map<String, String> seen) {
    Map<String, String> changed = new HashMap<>(wanted);
    changed
        .entrySet()
        .removeIf(entry -> Objects.equals(seen.get(entry.getKey()), entry.getValue()));
    return changed;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

package io.hydrant.node;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the steps that a person asks about, as [NodeEvent]s.
///
/// A step that repeats itself within [#QUIET] is told once: the condition tells the rest. Not
/// thread-safe.
final class Steps {
  static final Duration QUIET = Duration.ofMinutes(5);
  static final String REMOVALS_HELD = "RemovalsHeld";

  private final Map<String, Instant> told = new HashMap<>();
  private Readiness.@Nullable Reason last;
  private int lastHeld;

  /// Takes up what an earlier process told, so that a restart does not tell it again.
  void resume(Readiness earlier) {
    last = earlier.reason();
  }

  /// The steps since the last call.
  List<NodeEvent> since(AgentStatus status, Readiness readiness, Instant now) {
    List<NodeEvent> steps = new ArrayList<>();
    boolean held = status.heldRemovals() > 0 && lastHeld == 0;
    if (held) {
      tell(NodeEvent.Type.WARNING, REMOVALS_HELD, status.message(), now, steps);
    }
    if (readiness.reason() != last) {
      switch (readiness.reason()) {
        case PREPARING -> {}
        case HYDRATING, CRITICAL_MODELS_READY, MODELS_READY ->
            tell(NodeEvent.Type.NORMAL, readiness, now, steps);
        case DEADLINE_EXCEEDED, OPENED_BY_DEADLINE, DISK_FAILED ->
            tell(NodeEvent.Type.WARNING, readiness, now, steps);
        case DEGRADED -> {
          if (!held) {
            tell(NodeEvent.Type.WARNING, readiness, now, steps);
          }
        }
      }
    }
    last = readiness.reason();
    lastHeld = status.heldRemovals();
    return steps;
  }

  private void tell(NodeEvent.Type type, Readiness readiness, Instant now, List<NodeEvent> steps) {
    tell(type, readiness.reason().text(), readiness.message(), now, steps);
  }

  private void tell(
      NodeEvent.Type type, String reason, String message, Instant now, List<NodeEvent> steps) {
    Instant before = told.get(reason);
    if (before == null || !now.isBefore(before.plus(QUIET))) {
      told.put(reason, now);
      steps.add(new NodeEvent(type, reason, message, now));
    }
  }
}

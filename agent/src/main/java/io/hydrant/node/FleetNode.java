package io.hydrant.node;

import io.hydrant.status.AgentStatus.Totals;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one Node of a fleet says of its models.
///
/// @param open whether pods may count on the models
/// @param message one sentence for a person
/// @param progress the share of the wanted bytes that has arrived, 0 to 1
/// @param modelSet a hash of the models that are there; empty when none is told
/// @param lastEvent when its agent last received a bucket event
/// @param lastHeard when its agent last wrote to the Node
/// @param agentVersion empty when none is told
public record FleetNode(
    String name,
    State state,
    boolean open,
    String message,
    double progress,
    Totals present,
    Totals wanted,
    String modelSet,
    @Nullable Instant lastEvent,
    @Nullable Instant lastHeard,
    String agentVersion) {

  /// Two heartbeats may fail to arrive.
  static final Duration SILENCE = NodeDecision.HEARTBEAT.multipliedBy(3);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}\\.\\d)%");
  private static final Pattern PAIR = Pattern.compile("(\\d{1,18})/(\\d{1,18})");

  /// How a Node is doing.
  public enum State {
    /// No agent has written to it yet.
    NO_AGENT,
    /// The agent has not written for some heartbeats.
    SILENT,
    /// The bucket is not known yet.
    PREPARING,
    /// Models are missing.
    HYDRATING,
    /// The hydration deadline has passed and models are missing.
    OVERDUE,
    /// Every wanted model is there.
    READY,
    /// It was ready; something does not get done.
    DEGRADED,
    /// Its disk does not work.
    DISK_FAILED
  }

  /// Reads a Node.
  public static FleetNode of(NodeFacts facts, Instant now) {
    NodeCondition condition = facts.condition(NodeKeys.CONDITION);
    Pair models = pair(facts, NodeKeys.MODELS);
    Pair bytes = pair(facts, NodeKeys.BYTES);
    return new FleetNode(
        facts.name(),
        state(condition, now),
        condition != null && NodeReport.reasonOf(condition).isOpen(),
        condition == null ? "no agent has reported" : condition.message(),
        progress(facts),
        new Totals(Math.clamp(models.first(), 0, Integer.MAX_VALUE), bytes.first()),
        new Totals(Math.clamp(models.second(), 0, Integer.MAX_VALUE), bytes.second()),
        facts.labels().getOrDefault(NodeKeys.MODEL_SET, ""),
        instant(facts.annotations().get(NodeKeys.LAST_EVENT)),
        condition == null ? null : condition.heartbeat(),
        facts.annotations().getOrDefault(NodeKeys.AGENT_VERSION, ""));
  }

  /// Whether a Node has to do with Hydrant: an agent has written to it, or pods wait for one.
  public static boolean isMember(NodeFacts facts, String startupTaint) {
    return facts.condition(NodeKeys.CONDITION) != null || facts.hasTaint(startupTaint);
  }

  private static State state(@Nullable NodeCondition condition, Instant now) {
    if (condition == null) {
      return State.NO_AGENT;
    }
    Instant heard = condition.heartbeat();
    if (heard == null || heard.plus(SILENCE).isBefore(now)) {
      return State.SILENT;
    }
    return switch (NodeReport.reasonOf(condition)) {
      case PREPARING -> State.PREPARING;
      case HYDRATING, CRITICAL_MODELS_READY -> State.HYDRATING;
      case DEADLINE_EXCEEDED, OPENED_BY_DEADLINE -> State.OVERDUE;
      case MODELS_READY -> State.READY;
      case DEGRADED -> State.DEGRADED;
      case DISK_FAILED -> State.DISK_FAILED;
    };
  }

  // Annotations can be written by anybody: what does not read as it should counts as nothing.

  private record Pair(long first, long second) {}

  private static Pair pair(NodeFacts facts, String annotation) {
    Matcher matcher = PAIR.matcher(facts.annotations().getOrDefault(annotation, ""));
    return matcher.matches()
        ? new Pair(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
        : new Pair(0, 0);
  }

  private static double progress(NodeFacts facts) {
    Matcher matcher = PERCENT.matcher(facts.annotations().getOrDefault(NodeKeys.PROGRESS, ""));
    return matcher.matches()
        ? Math.min(1, new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue())
        : 0;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      return null;
    }
  }
}

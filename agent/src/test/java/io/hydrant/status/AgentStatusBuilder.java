package io.hydrant.status;

import io.hydrant.status.AgentStatus.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes statuses for tests: of an agent that has just started, unless told otherwise.
public final class AgentStatusBuilder {
  public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Phase phase = Phase.STARTING;
  private boolean ready;
  private String message = "the bucket is being listed";
  private Totals wanted = new Totals(0, 0);
  private Totals present = new Totals(0, 0);
  private String modelSet = "0000000000000000";
  private @Nullable Instant lastEvent;
  private int heldRemovals;

  public static AgentStatus starting() {
    return new AgentStatusBuilder().build();
  }

  public static AgentStatusBuilder hydrating(int present, int wanted) {
    AgentStatusBuilder builder = new AgentStatusBuilder();
    builder.phase = Phase.HYDRATING;
    builder.message = present + " of " + wanted + " models are on the disk";
    builder.wanted = new Totals(wanted, wanted * 1000L);
    builder.present = new Totals(present, present * 1000L);
    builder.modelSet = "00000000000000" + (10 + present);
    return builder;
  }

  public static AgentStatusBuilder ready(int wanted) {
    AgentStatusBuilder builder = hydrating(wanted, wanted);
    builder.phase = Phase.READY;
    builder.ready = true;
    builder.message = "all " + wanted + " models are on the disk";
    return builder;
  }

  public static AgentStatusBuilder degraded(String message) {
    AgentStatusBuilder builder = ready(3);
    builder.phase = Phase.DEGRADED;
    builder.message = message;
    return builder;
  }

  public static AgentStatusBuilder diskFailed(String message) {
    AgentStatusBuilder builder = ready(3);
    builder.phase = Phase.DISK_FAILED;
    builder.ready = false;
    builder.message = message;
    return builder;
  }

  public AgentStatusBuilder isReady() {
    ready = true;
    return this;
  }

  public AgentStatusBuilder modelSet(String value) {
    modelSet = value;
    return this;
  }

  public AgentStatusBuilder lastEvent(Instant value) {
    lastEvent = value;
    return this;
  }

  public AgentStatusBuilder heldRemovals(int value) {
    heldRemovals = value;
    return this;
  }

  public AgentStatus build() {
    return new AgentStatus(
        "1.2.3",
        "models",
        phase,
        ready,
        message,
        NOON,
        wanted,
        present,
        modelSet,
        0,
        null,
        null,
        null,
        lastEvent,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        0,
        heldRemovals,
        heldRemovals == 0 ? null : "1a2b3c4d");
  }
}

package io.hydrant.status;

import io.hydrant.status.AgentStatus.Failure;
import io.hydrant.status.AgentStatus.SkippedObject;
import io.hydrant.status.AgentStatus.Totals;
import io.hydrant.status.AgentStatus.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Statuses for tests of what shows them.
public final class Statuses {
  public static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private Statuses() {}

  /// Before the first listing.
  public static AgentStatus starting() {
    return new AgentStatus(
        "1.2.3",
        "models",
        Phase.STARTING,
        false,
        "the bucket is being listed",
        NOW.minusSeconds(3),
        new Totals(0, 0),
        new Totals(0, 0),
        "0000000000000000",
        0,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        0,
        0,
        null);
  }

  /// Half way, with something of everything.
  public static AgentStatus hydrating() {
    return new AgentStatus(
        "1.2.3",
        "models",
        Phase.HYDRATING,
        false,
        "1 of 3 models are on the disk",
        NOW.minusSeconds(192),
        new Totals(3, 10_000_000_000L),
        new Totals(1, 4_000_000_000L),
        "00000000000000a1",
        500_000_000,
        Duration.ofSeconds(11),
        NOW.minusSeconds(90),
        null,
        NOW.minusSeconds(5),
        List.of(
            new Transfer(
                "checkpoints/sd_xl_base_1.0.safetensors",
                6_938_078_334L,
                1_300_000_000,
                NOW.minusSeconds(20))),
        List.of(
            new Failure(
                "loras/broken.safetensors",
                "cannot read 'loras/broken.safetensors': access denied",
                NOW.minusSeconds(8))),
        Map.of("NO_SPACE", 1, "MARKER", 2),
        List.of(
            new SkippedObject(
                "checkpoints/huge.safetensors", 46_149_344_974L, "NO_SPACE", "it needs 43.0 GiB")),
        0,
        7,
        "1a2b3c4d");
  }

  /// Everything is on the disk.
  public static AgentStatus ready() {
    return new AgentStatus(
        "1.2.3",
        "models",
        Phase.READY,
        true,
        "all 3 models are on the disk",
        NOW.minusSeconds(3_600),
        new Totals(3, 10_000_000_000L),
        new Totals(3, 10_000_000_000L),
        "00000000000000a3",
        0,
        null,
        NOW.minusSeconds(200),
        NOW.minusSeconds(199),
        NOW.minusSeconds(60),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        0,
        0,
        null);
  }
}

package io.hydrant.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.hydrant.catalog.ByteSize;
import io.hydrant.status.StatusTracker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// Asks Prometheus' own tool about the metrics; Debian's package `prometheus` has it.
class PromtoolIT {
  @Test
  void promtoolFindsNothingToCorrect() throws Exception {
    StatusTracker tracker = new StatusTracker("1.2.3", "models", InstantSource.system());
    AgentMetrics metrics =
        new AgentMetrics(
            "1.2.3",
            tracker::status,
            () -> false,
            new DiskGauges(() -> new ByteSize(4096), () -> ByteSize.ZERO),
            InstantSource.system());
    Process promtool = start();
    try (OutputStream input = promtool.getOutputStream()) {
      input.write(metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
    String remarks = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(remarks).isZero();
    assertThat(remarks).isEmpty();
  }

  private static Process start() {
    try {
      return new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    } catch (IOException _) {
      return abort("promtool is not installed (Debian: apt-get install prometheus)");
    }
  }
}

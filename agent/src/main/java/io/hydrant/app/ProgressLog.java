package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import io.hydrant.config.DurationText;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.AgentStatus.Transfer;
import io.hydrant.transfer.Sleeper;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells in the log every few seconds how far the transfers are, while there are any.
///
/// It has a thread of its own because bytes are reported on threads that must not wait for a log.
final class ProgressLog {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private ProgressLog() {}

  /// Tells until the thread is interrupted.
  static void run(Supplier<AgentStatus> status, Sleeper sleeper) throws InterruptedException {
    while (true) {
      sleeper.sleep(INTERVAL);
      AgentStatus now = status.get();
      if (!now.active().isEmpty()) {
        LOG.info("{}", line(now));
      }
    }
  }

  /// `57 %: 5.3 GiB of 9.3 GiB, 476.8 MiB/s, 11s left, 1 model under way`.
  static String line(AgentStatus status) {
    long arrived =
        status.present().bytes() + status.active().stream().mapToLong(Transfer::received).sum();
    return Words.percent(status.progress())
        + ": "
        + new ByteSize(Math.min(arrived, status.wanted().bytes()))
        + " of "
        + new ByteSize(status.wanted().bytes())
        + ", "
        + Words.rate(status.bytesPerSecond())
        + (status.remaining() == null
            ? ""
            : ", " + DurationText.format(status.remaining()) + " left")
        + ", "
        + Words.count(status.active().size(), "model")
        + " under way";
  }
}

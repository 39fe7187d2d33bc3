package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Statuses;
import io.hydrant.transfer.Sleeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressLogTest {
  @Test
  void aLineTellsShareRateAndTimeLeft() {
    assertThat(ProgressLog.line(Statuses.hydrating()))
        .isEqualTo("53 %: 4.9 GiB of 9.3 GiB, 476.8 MiB/s, 11s left, 1 model under way");
  }

  @Test
  void nothingIsToldWhileNothingIsUnderWay() throws InterruptedException {
    Queue<AgentStatus> statuses =
        new ArrayDeque<>(List.of(Statuses.ready(), Statuses.starting(), Statuses.hydrating()));
    CountDownLatch allTold = new CountDownLatch(1);
    Sleeper sleeper =
        time -> {
          assertThat(time).isEqualTo(Duration.ofSeconds(5));
          if (statuses.isEmpty()) {
            allTold.countDown();
            new CountDownLatch(1).await();
          }
        };
    try (RecordedLog log = RecordedLog.of(ProgressLog.class);
        Background _ =
            Background.start(
                Thread.ofVirtual(), () -> ProgressLog.run(statuses::remove, sleeper))) {
      allTold.await();
      assertThat(log.lines()).containsExactly("INFO " + ProgressLog.line(Statuses.hydrating()));
    }
  }
}

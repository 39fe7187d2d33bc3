package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private Process agent;

  @BeforeEach
  void start() throws IOException {
    agent = new ProcessBuilder("sh", "-c", "read -r code; exit $code").start();
  }

  @AfterEach
  void stop() {
    agent.destroyForcibly();
  }

  @Test
  void waitsUntilTheConditionHolds() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Duration took =
        new Watch(agent, Duration.ofMillis(1))
            .until("late", Duration.ofMinutes(1), () -> looks.incrementAndGet() == 3);

    assertThat(looks).hasValue(3);
    assertThat(took).isPositive();
  }

  @Test
  void complainsWhenItTakesTooLong() {
    assertThatThrownBy(() ->
            new Watch(agent, Duration.ofMillis(1))
                .until("it is not there", Duration.ZERO, () -> false))
        .isInstanceOf(DemoException.class)
        .hasMessage("it is not there after 0 s");
  }

  @Test
  void complainsWhenTheAgentEnds() throws Exception {
    agent.getOutputStream().write('3');
    agent.getOutputStream().close();

    assertThatThrownBy(() ->
            new Watch(agent, Duration.ofMillis(1))
                .until("it is not there", Duration.ofMinutes(1), () -> false))
        .isInstanceOf(DemoException.class)
        .hasMessage("it is not there: the agent ended with exit code 3");
  }
}

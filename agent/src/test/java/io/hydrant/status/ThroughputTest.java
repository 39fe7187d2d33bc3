package io.hydrant.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.ManualClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThroughputTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final Throughput throughput = new Throughput();

  private void add(long bytes) {
    throughput.add(clock.instant(), bytes);
  }

  private long rate() {
    return throughput.bytesPerSecond(clock.instant());
  }

  @Test
  void nothingArrivesAtFirst() {
    assertThat(rate()).isZero();
  }

  @Test
  void theFirstMomentCountsAsASecond() {
    add(100);
    clock.advance(Duration.ofMillis(10));
    add(100);
    assertThat(rate()).isEqualTo(200);
  }

  @Test
  void aSteadyStreamHasItsRate() {
    for (int i = 0; i < 300; i++) {
      add(500);
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(rate()).isBetween(4_500L, 5_500L);
  }

  @Test
  void aStreamThatEndsFadesWithinTheWindow() {
    add(1_000);
    clock.advance(Duration.ofSeconds(5));
    assertThat(rate()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(6));
    assertThat(rate()).isZero();
  }

  @Test
  void aClockThatJumpsForwardForgetsTheWindow() {
    add(1_000);
    clock.advance(Duration.ofHours(5));
    assertThat(rate()).isZero();
    add(700);
    assertThat(rate()).isEqualTo(700);
  }

  @Test
  void aClockThatIsSetBackForgetsTheWindowToo() {
    for (int i = 0; i < 10; i++) {
      add(1_000);
      clock.advance(SECOND);
    }
    clock.advance(Duration.ofHours(-1));
    assertThat(rate()).isZero();
    for (int i = 0; i < 60; i++) {
      add(1_000);
      clock.advance(SECOND);
    }
    assertThat(rate()).isBetween(900L, 1_100L);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {51, 52, 53})
  void noWayOfTheClockMakesARateThatWasNever(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      switch (random.nextInt(20)) {
        case 0 -> clock.advance(Duration.ofMillis(random.nextLong(-100_000, 100_000)));
        case 1 -> clock.advance(Duration.ofSeconds(30));
        default -> clock.advance(Duration.ofMillis(random.nextInt(1_000)));
      }
      add(random.nextInt(1_000));
      assertThat(rate()).isNotNegative().isLessThan(20_000);
    }
  }
}

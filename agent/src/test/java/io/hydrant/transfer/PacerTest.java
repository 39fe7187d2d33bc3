package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacerTest {
  private long nanos = Long.MAX_VALUE - 1; // A ticker may begin anywhere, and wraps.

  private Pacer pacer(@Nullable ByteSize perSecond) {
    return new Pacer(new Bounds(1, 1, new ByteSize(1), perSecond), () -> nanos);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void withoutARateNothingWaits() {
    Pacer pacer = pacer(null);
    assertThat(pacer.claim(Long.MAX_VALUE / 2)).isZero();
    assertThat(pacer.claim(1)).isZero();
  }

  @Test
  void eachFetchWaitsUntilAllBeforeItWouldHaveArrivedAtTheRate() {
    Pacer pacer = pacer(new ByteSize(100));
    assertThat(pacer.claim(500)).isZero();
    assertThat(pacer.claim(100)).isEqualTo(Duration.ofSeconds(5));
    pass(Duration.ofSeconds(2));
    assertThat(pacer.claim(100)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void timeInWhichNothingWasFetchedIsNotMadeUpFor() {
    Pacer pacer = pacer(new ByteSize(100));
    pass(Duration.ofHours(1));
    assertThat(pacer.claim(100)).isZero();
    assertThat(pacer.claim(100)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aClaimThatIsGivenBackCountsForNothing() {
    Pacer pacer = pacer(new ByteSize(100));
    assertThat(pacer.claim(100)).isZero();
    assertThat(pacer.claim(700)).isEqualTo(Duration.ofSeconds(1));
    pacer.giveBack(700);
    assertThat(pacer.claim(100)).isEqualTo(Duration.ofSeconds(1));
  }
}

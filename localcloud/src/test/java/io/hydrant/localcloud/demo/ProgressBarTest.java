package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final long MIB = 1 << 20;

  @Test
  void aBarIsFilledToItsShare() {
    assertThat(ProgressBar.draw(new Hydration(false, 3, 1, 400 * MIB, 200 * MIB, 50 * MIB)))
        .isEqualTo("[###############---------------]  50 %   200.0 MiB of 400.0 MiB   50.0 MiB/s");
  }

  @Test
  void nothingWantedIsNothingDone() {
    assertThat(ProgressBar.percent(new Hydration(false, 0, 0, 0, 0, 0))).isZero();
  }

  @Test
  void moreThanWantedIsAll() {
    assertThat(ProgressBar.percent(new Hydration(false, 1, 1, 100, 150, 0))).isEqualTo(100);
  }
}

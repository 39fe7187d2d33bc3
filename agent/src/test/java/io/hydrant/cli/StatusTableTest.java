package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.Statuses;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  @Test
  void aHydrationShowsABarAndEverythingThatIsUnderWayOrWrong() {
    assertThat(StatusTable.of(Statuses.hydrating(), Statuses.NOW, Style.PLAIN))
        .isEqualTo(
            """
            Hydrant 1.2.3  bucket models, up 3m12s

            HYDRATING  [#####################...................]  53 %
              1 of 3 models, 3.7 GiB of 9.3 GiB, 476.8 MiB/s, 11s left
              1 of 3 models are on the disk

            Under way
               18 %    6.5 GiB  checkpoints/sd_xl_base_1.0.safetensors

            Failing
              loras/broken.safetensors
                8s ago: cannot read 'loras/broken.safetensors': access denied

            Left out
              folder marker: 2, no space: 1
               43.0 GiB  checkpoints/huge.safetensors
                         no space: it needs 43.0 GiB

            Removals that wait for a human word: 7

            Last listing 1m30s ago, last event 5s ago, last in step never
            """);
  }

  @Test
  void aReadyAgentIsThreeLines() {
    assertThat(StatusTable.of(Statuses.ready(), Statuses.NOW, Style.PLAIN))
        .isEqualTo(
            """
            Hydrant 1.2.3  bucket models, up 1h

            READY  [########################################]  100 %
              3 of 3 models, 9.3 GiB of 9.3 GiB
              all 3 models are on the disk

            Last listing 3m20s ago, last event 1m ago, last in step 3m19s ago
            """);
  }

  @Test
  void beforeTheFirstListingNothingIsDone() {
    assertThat(StatusTable.of(Statuses.starting(), Statuses.NOW, Style.PLAIN))
        .contains("STARTING  [........................................]  0 %")
        .contains("Last listing never");
  }

  @Test
  void clocksThatDifferDoNotMakeNegativeTimes() {
    assertThat(StatusTable.of(Statuses.ready(), Statuses.NOW.minusSeconds(9999), Style.PLAIN))
        .contains("up 0ms")
        .contains("Last listing 0ms ago");
  }

  @Test
  void colorsAreForScreens() {
    assertThat(StatusTable.of(Statuses.ready(), Statuses.NOW, Style.ANSI))
        .contains("\u001b[32mREADY\u001b[0m");
    assertThat(StatusTable.of(Statuses.hydrating(), Statuses.NOW, Style.PLAIN))
        .doesNotContain("\u001b");
  }
}

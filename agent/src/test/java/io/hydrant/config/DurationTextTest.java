package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({"30s,PT30S", "10m,PT10M", "1h30m,PT1H30M", "2d,PT48H", "250ms,PT0.25S", "0s,PT0S"})
  void whatIsReadIsWrittenTheSame(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"PT26H3M,1d2h", "PT1H0M59S,1h", "PT3M12.9S,3m12s", "PT1.9S,1s", "PT0.0429S,42ms"})
  void theTwoLargestUnitsAreWritten(Duration duration, String text) {
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "10", "10 m", "m", "1m1h", "-1m", "1.5h", "PT1M", "9999999999s"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse(text))
        .withMessageContaining("'" + text + "' is not a duration")
        .withMessageContaining("10m");
  }
}

package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void oneIsSingular() {
    assertThat(Words.count(1, "model")).isEqualTo("1 model");
    assertThat(Words.count(0, "model")).isEqualTo("0 models");
  }

  @Test
  void aHundredPercentMeansAll() {
    assertThat(Words.percent(0.9999)).isEqualTo("99 %");
    assertThat(Words.percent(1)).isEqualTo("100 %");
  }

  @Test
  void aRateIsSizeByTime() {
    assertThat(Words.rate(ByteSize.ofMebibytes(100), Duration.ofSeconds(4)))
        .isEqualTo("25.0 MiB/s");
    assertThat(Words.rate(new ByteSize(5), Duration.ZERO)).isEqualTo("4.9 KiB/s");
  }

  @Test
  void controlCharactersAreWrittenOut() {
    assertThat(Words.printable("loras/模型 🐎\t\u0085.x")).isEqualTo("loras/模型 🐎\\u0009\\u0085.x");
  }
}

package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "buckett,bucket",
    "resyncInterval,resync-interval",
    "queue_url,queue-url",
    "includes,include",
    "memory-limt,memory-limit"
  })
  void aNearNameIsHintedAt(String wrong, String meant) {
    assertThat(Spelling.hint(wrong)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "aws-secret-access-key", "x", ""})
  void aFarNameIsNotGuessedAt(String wrong) {
    assertThat(Spelling.hint(wrong)).isEmpty();
  }
}

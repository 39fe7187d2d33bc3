package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  private static final String SYMBOLS = "0123456789.:-TZtz+ \u0661";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00Z",
        "2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.5Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.123456789Z",
        // What only Instant reads.
        "2026-03-01T12:00:00+01:00",
        "2026-03-01t12:00:00z",
        "2026-03-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "+12026-03-01T12:00:00Z",
        "-0001-03-01T12:00:00Z"
      })
  void itIsReadAsInstantReadsIt(String text) {
    assertThat(Timestamp.parse(text)).isEqualTo(Instant.parse(text));
  }

  @Test
  void whatInstantWritesIsReadBack() {
    Random random = new Random(44);
    for (int n = 0; n < 2_000; n++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L),
              n % 2 == 0 ? random.nextInt(1_000_000_000) : random.nextInt(1_000) * 1_000_000);
      assertThat(Timestamp.parse(time.toString())).isEqualTo(time);
    }
  }

  @Test
  void oneWrongSymbolIsTakenAsInstantTakesIt() {
    Random random = new Random(45);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text =
          new StringBuilder(n % 2 == 0 ? "2026-03-01T12:00:00.123Z" : "2024-02-29T23:59:59Z");
      char symbol = SYMBOLS.charAt(random.nextInt(SYMBOLS.length()));
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, symbol);
        case 1 -> text.insert(at, symbol);
        default -> text.deleteCharAt(at);
      }
      String given = text.toString();
      Instant expected;
      try {
        expected = Instant.parse(given);
      } catch (DateTimeException _) {
        assertThatThrownBy(() -> Timestamp.parse(given))
            .as(given)
            .isInstanceOf(DateTimeException.class);
        continue;
      }
      assertThat(Timestamp.parse(given)).as(given).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Z", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00.1Z", "yesterday"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Timestamp.parse(text)).isInstanceOf(DateTimeException.class);
  }
}

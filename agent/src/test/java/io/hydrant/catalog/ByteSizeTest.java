package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "4096B, 4096",
    "1K, 1024",
    "1KB, 1024",
    "1KiB, 1024",
    "64 MiB, 67108864",
    "' 64mib ', 67108864",
    "1.5GiB, 1610612736",
    "0.5 TiB, 549755813888",
    "2P, 2251799813685248",
    "1EiB, 1152921504606846976"
  })
  void aSizeIsReadWithAnyBinaryUnit(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "1,5GiB", "GiB", "1 XB", "1.GiB", "0x10", "1e3", "1 GiB 2"})
  void whatIsNoSizeIsRefusedAndQuoted(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8EiB", "99999999999 P"})
  void aSizeThatNoLongHoldsIsRefusedInsteadOfCapped(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048524, 1.0 MiB",
    "6938078334, 6.5 GiB",
    "1125899906842624, 1.0 PiB",
    "1152921504606846976, 1.0 EiB",
    "9223372036854775807, 8.0 EiB"
  })
  void aSizeIsPrintedWithOneDecimalOfItsUnit(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void everyNumberOfBytesIsReadExactlyAndItsPrintIsReadAsNearlyTheSame(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ByteSize size = new ByteSize(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
      assertThat(ByteSize.parse(Long.toString(size.bytes()))).isEqualTo(size);
      if (size.bytes() < Long.MAX_VALUE / 20 * 19) { // Above, the rounded print may be too large.
        ByteSize again = ByteSize.parse(size.toString());
        assertThat(again).as(size.toString()).hasToString(size.toString());
        assertThat((double) again.bytes())
            .isBetween(size.bytes() * 0.949, size.bytes() * 1.051 + 1);
      }
    }
  }

  @Test
  void aDifferenceIsNeverNegativeAndASumNeverWraps() {
    ByteSize one = new ByteSize(1);
    assertThat(one.minus(new ByteSize(5))).isEqualTo(ByteSize.ZERO);
    assertThat(new ByteSize(5).minus(one)).isEqualTo(new ByteSize(4));
    assertThatThrownBy(() -> new ByteSize(Long.MAX_VALUE).plus(one))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new ByteSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}

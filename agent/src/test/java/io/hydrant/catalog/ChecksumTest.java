package io.hydrant.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.Checksum.Algorithm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {

  @ParameterizedTest
  @EnumSource
  void aChecksumIsReadAsItIsPrinted(Algorithm algorithm) {
    Checksum checksum = new Checksum(algorithm, "rosUhgp5mYg=");
    assertThat(checksum).hasToString(algorithm + ":rosUhgp5mYg=");
    assertThat(Checksum.parse(checksum.toString())).isEqualTo(checksum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rosUhgp5mYg=", "CRC64NVME:", "CRC128:AAAA", ":AAAA"})
  void whatIsNoChecksumIsRefused(String text) {
    assertThatThrownBy(() -> Checksum.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

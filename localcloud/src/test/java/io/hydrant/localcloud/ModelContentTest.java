package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.localcloud.ModelContent.Noise;
import io.hydrant.localcloud.ModelContent.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelContentTest {
  private final Noise noise = new Noise(1000, 7);

  @Test
  void everyReadingGivesTheSameBytes() throws IOException {
    assertThat(bytes(noise)).hasSize(1000).isEqualTo(bytes(new Noise(1000, 7)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "0, 0", "1, 7", "3, 100", "8, 16", "991, 9", "1000, 0"})
  void aPartHasTheBytesOfTheWhole(int offset, int length) throws IOException {
    byte[] expected = Arrays.copyOfRange(bytes(noise), offset, offset + length);

    try (InputStream part = noise.open(offset, length)) {
      assertThat(part.readAllBytes()).isEqualTo(expected);
    }
  }

  @Test
  void readingByteByByteGivesTheSame() throws IOException {
    byte[] single = new byte[1000];
    try (InputStream in = noise.open()) {
      for (int i = 0; i < single.length; i++) {
        single[i] = (byte) in.read();
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(single, 0, 1)).isEqualTo(-1);
    }
    assertThat(single).isEqualTo(bytes(noise));
  }

  @Test
  void aPartBeyondTheEndIsRefused() {
    assertThatThrownBy(() -> noise.open(990, 11)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void replacedContentHasTheSizeAndOtherBytes() throws IOException {
    assertThat(bytes(noise.replaced())).hasSize(1000).isNotEqualTo(bytes(noise));
    assertThat(bytes(new Text("text").replaced())).hasSize(4).isNotEqualTo(bytes(new Text("text")));
  }

  @Test
  void allByteValuesOccurAboutEquallyOften() throws IOException {
    Integer[] counts = new Integer[256];
    Arrays.fill(counts, 0);
    for (byte value : bytes(new Noise(256 * 1000, 1))) {
      counts[value & 0xff]++;
    }
    assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(800, 1200));
  }

  @Test
  void aTextIsReadAsItStands() throws IOException {
    assertThat(bytes(new Text("text"))).asString().isEqualTo("text");
  }

  private static byte[] bytes(ModelContent content) throws IOException {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    }
  }
}

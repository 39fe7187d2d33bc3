package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.Checksum.Algorithm;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDigestTest {
  @TempDir private Path folder;

  /// The check values of the algorithms' catalogues: CRCs over the digits 1 to 9.
  @ParameterizedTest
  @CsvSource({
    "CRC64NVME, rosUhgp5mIg=",
    "CRC32C, 4waSgw==",
    "CRC32, y/Q5Jg==",
    "SHA256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
    "SHA1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "MD5, JfnnlDI7RTiF9RgfG2JNCw=="
  })
  void theChecksumOfKnownBytesIsTheKnownOne(Algorithm algorithm, String base64) throws IOException {
    Path file = Files.writeString(folder.resolve("digits"), "123456789");
    assertThat(FileDigest.of(file, algorithm)).hasToString(algorithm + ":" + base64);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 1_000_000})
  void anyLengthIsReadToItsEnd(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file"), bytes);
    String expected =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(FileDigest.of(file, Algorithm.SHA256).base64()).isEqualTo(expected);
  }

  @Test
  void anInterruptEndsTheReading() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "bytes");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> FileDigest.of(file, Algorithm.CRC32))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}

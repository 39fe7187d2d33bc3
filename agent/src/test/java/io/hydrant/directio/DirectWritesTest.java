package io.hydrant.directio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectWritesTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 4095, 4096, 65_535, 65_536, 65_537, 69_631, 69_632, 102_400, 1_048_575, 1_048_576
      })
  void theFileHasAllBytes(int size) throws IOException {
    Path file = dir.resolve("file");

    DirectWrites.write(file, bytes(size));

    assertThat(ByteBuffer.wrap(Files.readAllBytes(file))).isEqualTo(bytes(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 65_536, 70_000})
  void nothingIsLeftOfALongerFile(int size) throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[300_000]);

    DirectWrites.write(file, bytes(size));

    assertThat(ByteBuffer.wrap(Files.readAllBytes(file))).isEqualTo(bytes(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 65_536, 70_000})
  void theBytesAreStillThereToBeCompared(int size) throws IOException {
    ByteBuffer bytes = bytes(size);

    DirectWrites.write(dir.resolve("file"), bytes);

    assertThat(bytes).isEqualTo(bytes(size));
  }

  @Test
  void bytesThatLieElsewhereInMemoryAreWrittenAllTheSame() throws IOException {
    ByteBuffer bytes = bytes(100_000).position(1);

    DirectWrites.write(dir.resolve("file"), bytes);

    assertThat(ByteBuffer.wrap(Files.readAllBytes(dir.resolve("file")))).isEqualTo(bytes);
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    Path file = dir.resolve("none/file");

    assertThatThrownBy(() -> DirectWrites.write(file, bytes(100_000)))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(file.toString());
  }

  private static ByteBuffer bytes(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return DirectWrites.allocate(size).put(content).flip();
  }
}

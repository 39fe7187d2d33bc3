package io.hydrant.directio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectReadsTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4095,
        4096,
        65_535,
        65_536,
        65_537,
        69_632,
        MIB - 1,
        MIB,
        MIB + 1,
        3 * MIB + 4096,
        5_000_001
      })
  void allBytesAreRead(int size) throws IOException {
    assertThat(read(file(size), 0, Long.MAX_VALUE)).isEqualTo(bytes(size));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "1, 70_000",
    "4095, 65_536",
    "4096, 1_048_576",
    "5000, 3_000_000",
    "1_048_575, 2_097_153",
    "4_999_999, 2",
    "4_990_000, 1_000_000",
    "5_000_001, 10",
    "6_000_000, 1",
    "0, 0"
  })
  void aStretchBeginsAndEndsAnywhere(String start, String length) throws IOException {
    int from = Integer.parseInt(start.replace("_", ""));
    int to = from + Integer.parseInt(length.replace("_", ""));
    int size = 5_000_001;

    assertThat(read(file(size), from, to - from))
        .isEqualTo(Arrays.copyOfRange(bytes(size), Math.min(from, size), Math.min(to, size)));
  }

  @Test
  void piecesAreNoLargerThanTheirBuffer() throws IOException {
    AtomicInteger pieces = new AtomicInteger();

    DirectReads.read(
        file(4 * MIB),
        0,
        Long.MAX_VALUE,
        bytes -> {
          assertThat(bytes.remaining()).isLessThanOrEqualTo(MIB);
          pieces.incrementAndGet();
        });

    assertThat(pieces).hasValueGreaterThanOrEqualTo(4);
  }

  @Test
  void aFileThatBecomesShorterEndsTheReading() throws IOException {
    Path file = file(4 * MIB);
    AtomicInteger read = new AtomicInteger();

    DirectReads.read(
        file,
        0,
        Long.MAX_VALUE,
        bytes -> {
          if (read.getAndAdd(bytes.remaining()) == 0) {
            shorten(file, 2 * MIB + 5000);
          }
        });

    assertThat(read).hasValue(2 * MIB + 5000);
  }

  @Test
  void aFileInMemoryIsReadToo() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory), "this machine has no file system in memory");
    Path file = Files.createTempFile(memory, "direct-reads", "");
    try {
      Files.write(file, bytes(5_000_001));

      assertThat(read(file, 4095, 4_000_000))
          .isEqualTo(Arrays.copyOfRange(bytes(5_000_001), 4095, 4_004_095));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void whatIsReadDoesNotFillThePageCache() throws Exception {
    Path file = dir.resolve("file");
    DirectWrites.write(file, DirectWrites.allocate(4 * MIB));
    assumeTrue(
        DirectWrites.areTakenBy(file) && PageCache.bytesOf(file) == 0,
        "the file system of temporary files takes no reads past the page cache");

    assertThat(read(file, 0, Long.MAX_VALUE)).hasSize(4 * MIB);

    assertThat(PageCache.bytesOf(file)).isZero();
  }

  @Test
  void aMissingFileIsTold() {
    assertThatThrownBy(() -> read(dir.resolve("none"), 0, 1))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anInterruptEndsIt() throws IOException {
    Path file = file(4 * MIB);

    assertThatThrownBy(() ->
            DirectReads.read(file, 0, Long.MAX_VALUE, _ -> Thread.currentThread().interrupt()))
        .isInstanceOf(ClosedByInterruptException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private static byte[] read(Path file, long start, long length) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DirectReads.read(
        file,
        start,
        length,
        bytes -> {
          byte[] piece = new byte[bytes.remaining()];
          bytes.get(piece);
          all.writeBytes(piece);
        });
    return all.toByteArray();
  }

  private static void shorten(Path file, long size) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(int size) throws IOException {
    return Files.write(dir.resolve("file"), bytes(size));
  }

  private static byte[] bytes(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }
}

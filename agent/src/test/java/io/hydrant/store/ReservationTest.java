package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReservationTest {
  private static final long ROOM = 8 << 20;

  @TempDir private Path dir;

  @Test
  void aReservedFileStaysEmptyAndTakesItsRoom() throws IOException {
    Path file = Files.createFile(dir.resolve("模型"));

    assertThat(Reservation.reserve(file, ROOM)).isTrue();

    assertThat(file).isEmptyFile();
    assertThat(blocksOf(file) * 512).isGreaterThanOrEqualTo(ROOM);
  }

  @Test
  void whatTheFileHoldsIsKept() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "kept");

    assertThat(Reservation.reserve(file, ROOM)).isTrue();

    assertThat(file).hasContent("kept");
  }

  @Test
  void moreThanTheDiskHoldsIsRefused() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    long tooMuch = Files.getFileStore(dir).getTotalSpace() + ROOM;

    assertThatThrownBy(() -> Reservation.reserve(file, tooMuch))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void whereThereIsNoSuchCallTheAnswerIsNo() throws IOException {
    assertThat(Reservation.reserve(Path.of("/dev/null"), ROOM)).isFalse();
  }

  private static long blocksOf(Path file) throws IOException {
    Process stat =
        new ProcessBuilder("stat", "--format=%b", file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = stat.inputReader()) {
      return Long.parseLong(output.readLine());
    }
  }
}

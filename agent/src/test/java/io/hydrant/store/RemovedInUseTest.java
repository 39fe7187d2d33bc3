package io.hydrant.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RemovedInUseTest {
  private static final int SIZE = 10_000;

  @TempDir private Path folder;
  @AutoClose private final RemovedInUse removed = new RemovedInUse();

  private Path file;

  @BeforeEach
  void aModel() throws IOException {
    assumeTrue(OS.LINUX.isCurrentOs(), "leases are Linux's");
    file = Files.write(folder.resolve("model"), new byte[SIZE]);
  }

  @Test
  void whatNobodyReadsIsNotKept() throws Exception {
    removed.during(file, () -> Files.delete(file));
    assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
    assertThat(descriptors()).isZero();
  }

  @Test
  void aFileThatIsReadIsKeptUntilItsReaderIsGone() throws Exception {
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
      removed.during(file, () -> Files.delete(file));
      assertThat(removed.size()).isEqualTo(new ByteSize(SIZE));
    }
    assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
    assertThat(descriptors()).isZero();
  }

  @Test
  void aMappingIsAReaderThoughItsFileIsClosed() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.map(MapMode.READ_ONLY, 0, SIZE, arena);
      }
      removed.during(file, () -> Files.delete(file));
      assertThat(removed.size()).isEqualTo(new ByteSize(SIZE));
    }
    assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void aFileThatIsReplacedWhileItIsReadIsKept() throws Exception {
    Path fresh = Files.write(folder.resolve("fresh"), new byte[1]);
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
      removed.during(file, () -> Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE));
      assertThat(removed.size()).isEqualTo(new ByteSize(SIZE));
    }
    assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
    assertThat(file).hasSize(1);
  }

  @Test
  void aNameThatIsNewKeepsNothing() throws Exception {
    Path fresh = folder.resolve("fresh");
    removed.during(fresh, () -> Files.write(fresh, new byte[1]));
    assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void aRemovalThatFailsKeepsNothing() throws Exception {
    try (FileChannel _ = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThatThrownBy(() ->
              removed.during(
                  file,
                  () -> {
                    throw new IOException("no");
                  }))
          .hasMessage("no");
      assertThat(removed.size()).isEqualTo(ByteSize.ZERO);
      assertThat(descriptors()).isEqualTo(1);
    }
  }

  /// How many of this process lead into the folder.
  private long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(each -> leadsIntoTheFolder(each)).count();
    }
  }

  private boolean leadsIntoTheFolder(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(folder);
    } catch (IOException _) {
      return false; // The one that lists them.
    }
  }
}

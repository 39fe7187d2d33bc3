package io.hydrant.testing.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.disk.MemoryDisk.Operation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The disk in memory keeps the contract of a real one, and goes down as a test asks.
class MemoryDiskTest extends DiskContract {
  private final MemoryDisk disk = new MemoryDisk(InstantSource.system());
  private final Random random = new Random(1);

  @Override
  Path folder() throws IOException {
    return Files.createDirectories(disk.root().resolve("folder"));
  }

  @Test
  void anOperationFailsAsTheTrapSays() throws IOException {
    Path file = Files.write(folder().resolve("a"), new byte[] {1});
    List<Operation> met = new ArrayList<>();
    disk.trap((operation, path) -> {
      met.add(operation);
      throw new IOException("no " + path.getFileName());
    });

    assertThatThrownBy(() -> Files.delete(file)).hasMessage("no a");
    assertThat(met).containsExactly(Operation.DELETE);
    assertThat(Files.readAllBytes(file)).hasSize(1);
  }

  @Test
  void whileItIsDownNothingWorksAndNothingChanges() throws IOException {
    Path folder = folder();
    disk.goDown();
    assertThatThrownBy(() -> Files.createFile(folder.resolve("a")))
        .hasMessage("the machine is down");
    assertThatThrownBy(() -> Files.size(folder)).hasMessage("the machine is down");

    disk.comeUp();
    assertThat(Files.exists(folder.resolve("a"))).isFalse();
  }

  @Test
  void theDeathOfAProcessLosesNothing() throws IOException {
    Path file = Files.write(folder().resolve("a"), new byte[] {1, 2});
    disk.goDown();
    disk.comeUp();

    assertThat(Files.readAllBytes(file)).containsExactly(1, 2);
  }

  @Test
  void aPowerLossSparesWhatIsSynced() throws IOException {
    for (int i = 0; i < 50; i++) {
      Path file = Files.write(folder().resolve("a"), new byte[] {1, 2});
      sync(file);
      sync(folder());
      sync(disk.root());
      disk.comeUpWithoutWhatWasNotSynced(random);

      assertThat(Files.readAllBytes(file)).containsExactly(1, 2);
    }
  }

  @Test
  void aPowerLossMayTakeBytesThatAreNotSynced() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Path file = Files.write(folder().resolve("a"), new byte[] {1, 2});
      sync(folder());
      sync(disk.root());
      disk.comeUpWithoutWhatWasNotSynced(random);
      seen.add(List.of(box(Files.readAllBytes(file))).toString());
      Files.delete(file);
    }
    assertThat(seen).contains("[]", "[1, 2]", "[1, 0]", "[0, 0]");
  }

  @Test
  void aPowerLossMayTakeBackARenameButNeverHalfOfIt() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Path from = Files.write(folder().resolve("a"), new byte[] {1});
      sync(from);
      Path target = Files.createDirectories(folder().resolve("x"));
      sync(target);
      sync(folder());
      sync(disk.root());
      Files.move(from, target.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
      disk.comeUpWithoutWhatWasNotSynced(random);
      seen.add(Files.exists(from) + " " + Files.exists(target.resolve("b")));
      Files.deleteIfExists(from);
      Files.deleteIfExists(target.resolve("b"));
    }
    assertThat(seen).containsExactlyInAnyOrder("true false", "false true");
  }

  @Test
  void aSyncOfAFolderDoesNotKeepItsOwnName() throws IOException {
    Set<Boolean> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Path inner = Files.createDirectory(folder().resolve("x"));
      sync(inner);
      disk.comeUpWithoutWhatWasNotSynced(random);
      seen.add(Files.exists(inner));
      Files.deleteIfExists(inner);
      sync(folder());
      sync(disk.root());
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Byte[] box(byte[] bytes) {
    Byte[] boxed = new Byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      boxed[i] = bytes[i];
    }
    return boxed;
  }
}

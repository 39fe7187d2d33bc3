package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Disks that fail in the ways that disks fail.
class DiskHealthIT extends LoopDeviceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private void prepare(FileSystemKind kind) throws IOException {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.assertReady(world.prepare(world.settings(kind, null)));
    assertThat(world.root().resolve(".hydrant")).isEmptyDirectory();
  }

  private void assertSick(String reason) throws InterruptedException {
    Health health = new DiskHealth(PATIENCE).check(world.root());
    assertThat(health).isInstanceOf(Health.Sick.class);
    assertThat(((Health.Sick) health).reason()).contains(world.root().toString(), reason);
  }

  @Test
  void aSoundDiskIsHealthyAndNothingIsLeftOnIt() throws Exception {
    prepare(FileSystemKind.XFS);
    Health health = new DiskHealth(PATIENCE).check(world.root());
    assertThat(health).isInstanceOf(Health.Healthy.class);
    Health.Healthy healthy = (Health.Healthy) health;
    assertThat(healthy.free()).isLessThan(healthy.size());
    assertThat(world.root().resolve(".hydrant")).isEmptyDirectory();
  }

  /// The bytes of the disk are a file on another disk, which is switched off.
  @Test
  void aDeviceThatFailsIsSick() throws Exception {
    Path backing = world.folder("backing");
    world.disk("nvme8n1", Sample.EBS_MODEL, 2 * LoopWorld.LARGE);
    world.must("mkfs.xfs", "-q", "-K", world.dev("nvme8n1"));
    world.mount("nvme8n1", backing);
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE, backing.resolve("nvme1n1.img"));
    world.assertReady(world.prepare());
    world.must("xfs_io", "-x", "-c", "shutdown", backing.toString());
    assertSick("I/O errors");
    assertThat(Files.getFileStore(world.root()).isReadOnly()).isFalse();
  }

  private static void fill(Path folder) throws IOException {
    byte[] megabyte = new byte[1 << 20];
    try (var file = Files.newOutputStream(folder.resolve("filler"))) {
      while (true) {
        file.write(megabyte);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void anXfsThatShutDownIsSick() throws Exception {
    prepare(FileSystemKind.XFS);
    world.must("xfs_io", "-x", "-c", "shutdown", world.root().toString());
    assertSick("I/O errors");
  }

  @Test
  void aFileSystemThatBecameReadOnlyIsSick() throws Exception {
    prepare(FileSystemKind.EXT4);
    world.must("mount", "-o", "remount,ro", world.root().toString());
    assertSick("has become read-only");
  }

  @Test
  void aFullFileSystemIsFull() throws Exception {
    prepare(FileSystemKind.XFS);
    fill(world.root());
    Health health = new DiskHealth(PATIENCE).check(world.root());
    assertThat(health).isInstanceOf(Health.Full.class);
    assertThat(((Health.Full) health).reason()).isEqualTo("'" + world.root() + "' is full");
  }

  @Test
  void aFullFileSystemIsReadySoThatTheAgentCanMakeRoom() throws Exception {
    prepare(FileSystemKind.XFS);
    fill(world.root());
    world.assertReady(world.prepare());
  }

  @Test
  void aDiskThatIsGoneFromItsPlaceIsSick() throws Exception {
    prepare(FileSystemKind.XFS);
    world.unmountRoot();
    assertSick("its disk is not mounted");
  }

  @Test
  void aDiskThatDoesNotAnswerIsSickUntilItAnswersAgain() throws Exception {
    prepare(FileSystemKind.XFS);
    DiskHealth health = new DiskHealth(Duration.ofMillis(300));
    world.freeze(world.root());
    assertThat(health.check(world.root()))
        .isEqualTo(new Health.Sick("'" + world.root() + "' has not answered for 0.3 s"));
    assertThat(health.check(world.root())).isInstanceOf(Health.Sick.class);
    world.must("fsfreeze", "-u", world.root().toString());
    Instant end = Instant.now().plus(PATIENCE);
    while (!(health.check(world.root()) instanceof Health.Healthy)) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  @Test
  void aSickDiskIsNotReady() throws Exception {
    prepare(FileSystemKind.XFS);
    world.must("xfs_io", "-x", "-c", "shutdown", world.root().toString());
    assertThatThrownBy(world::prepare)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(world.root().toString());
  }
}

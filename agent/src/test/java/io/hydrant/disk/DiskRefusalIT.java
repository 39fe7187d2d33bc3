package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks that must not be written: each is the same afterwards, byte for byte.
class DiskRefusalIT extends LoopDeviceTest {
  private static final String DISK = "nvme1n1";

  private void assertRefusedAndUntouched(String message) throws IOException {
    assertRefusedAndUntouched(DISK, message);
  }

  private void assertRefusedAndUntouched(String disk, String message) throws IOException {
    String before = world.bytesOf(disk);
    Prepared prepared = world.prepare();
    assertThat(prepared).isInstanceOf(Prepared.Refused.class);
    assertThat(((Prepared.Refused) prepared).objections())
        .extracting(Objection::message)
        .anySatisfy(said -> assertThat(said).contains(message));
    assertThat(world.bytesOf(disk)).isEqualTo(before);
    assertThat(world.commands)
        .noneMatch(command ->
            List.of("mkfs.xfs", "mkfs.ext4", "mount", "xfs_admin", "e2label")
                    .contains(command.split(" ", 2)[0])
                || command.startsWith("wipefs -a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "ext2"})
  void aForeignFileSystemIsRefused(String kind) throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.must("mkfs." + kind, "-q", "-L", "data", world.dev(DISK));
    assertRefusedAndUntouched("carries " + kind + " 'data'");
  }

  @Test
  void aForeignXfsIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.LARGE);
    world.must("mkfs.xfs", "-q", world.dev(DISK));
    assertRefusedAndUntouched("carries xfs");
  }

  @Test
  void aFileSystemOfOursWithSomethingElseOnTopIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.must("mkfs.ext4", "-q", "-L", "comfy-models", world.dev(DISK));
    writePartitionTable();
    assertRefusedAndUntouched("carries ext4 'comfy-models', dos");
  }

  @Test
  void aPartitionTableIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    writePartitionTable();
    assertRefusedAndUntouched("carries dos");
  }

  @Test
  void aDiskWithPartitionsIsRefusedThoughItsTableIsGone() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.addPartition(DISK);
    assertRefusedAndUntouched("has partitions: ");
  }

  /// One partition that starts at 1 MiB.
  private void writePartitionTable() throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(world.dev(DISK), "rw")) {
      disk.seek(446);
      disk.write(new byte[] {0, 0, 0, 0, (byte) 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x40, 0, 0});
      disk.seek(510);
      disk.write(new byte[] {0x55, (byte) 0xaa});
    }
  }

  @Test
  void aMountedDiskIsRefusedThoughItIsOurs() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.must("mkfs.ext4", "-q", "-L", "comfy-models", world.dev(DISK));
    Path elsewhere = world.host().resolve("elsewhere");
    world.mount(DISK, elsewhere);
    assertRefusedAndUntouched("is mounted at " + elsewhere);
  }

  @Test
  void swapIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.swapOn(DISK);
    assertRefusedAndUntouched("is swap");
  }

  @Test
  void aDiskThatSomebodyHoldsIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    try (DeviceNodes.Hold _ = new KernelNodes().hold(Path.of(world.dev(DISK)))) {
      assertRefusedAndUntouched("could not be opened exclusively");
    }
  }

  @Test
  void aMemberOfAnArrayOfOthersIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    writeRaidSuperblock();
    assertRefusedAndUntouched("carries linux_raid_member '(none):kubernetes'");
  }

  /// The superblock of a real member, where version 1.2 has its place.
  private void writeRaidSuperblock() throws IOException {
    String hex = Recorded.output("md-superblock-kubernetes.hex");
    try (RandomAccessFile disk = new RandomAccessFile(world.dev(DISK), "rw")) {
      disk.seek(4096);
      disk.write(HexFormat.of().parseHex(hex.replace("\n", "")));
    }
  }

  @Test
  void anEbsVolumeIsNeverTouchedEmptyOrOurs() throws Exception {
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    assertRefusedAndUntouched("nvme0n1", "has no disk of model");
    world.must("mkfs.ext4", "-q", "-L", "comfy-models", world.dev("nvme0n1"));
    assertRefusedAndUntouched("nvme0n1", "has no disk of model");
  }

  @Test
  void anEbsVolumeNextToInstanceStoreIsNotTouched() throws Exception {
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    world.disk(DISK, LoopWorld.EC2, LoopWorld.LARGE);
    String before = world.bytesOf("nvme0n1");
    world.assertReady(world.prepare());
    assertThat(world.bytesOf("nvme0n1")).isEqualTo(before);
  }

  @Test
  void aMountOfAnEbsVolumeIsNotAdopted() throws Exception {
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    world.must("mkfs.ext4", "-q", world.dev("nvme0n1"));
    world.mount("nvme0n1", world.adopt());
    Prepared prepared = world.prepare();
    assertThat(prepared).isInstanceOf(Prepared.Refused.class);
    assertThat(world.adopt().resolve("comfyui-models")).doesNotExist();
  }

  @Test
  void aMountPointWithFilesInItIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    Files.createDirectories(world.root());
    Files.writeString(world.root().resolve("precious"), "mine");
    assertRefusedAndUntouched("is not empty (precious)");
    assertThat(world.root().resolve("precious")).hasContent("mine");
  }

  @Test
  void aForeignMountAtTheMountPointIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.mountTmpfs(world.root(), "1m");
    assertRefusedAndUntouched("is already a mount");
  }

  @Test
  void aMountPointWhoseMountsNobodyElseWouldSeeIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.must("mount", "--make-private", world.host().toString());
    assertRefusedAndUntouched("is not shared");
  }

  @Test
  void aMountPointWithoutAParentIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.must("umount", world.host().toString());
    Files.delete(world.host());
    assertRefusedAndUntouched("is no directory");
  }

  @Test
  void aNodeThatIsAnotherDeviceIsRefused() throws Exception {
    world.disk(DISK, LoopWorld.EC2, LoopWorld.SMALL);
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    world.pretend(DISK, "nvme0n1");
    assertRefusedAndUntouched("in sysfs, and '");
  }

  @Test
  void inspectionSeesAllAndTouchesNothing() throws Exception {
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    world.disk(DISK, LoopWorld.EC2, LoopWorld.LARGE);
    String before = world.bytesOf(DISK);
    NodeDisk.Inspection inspection = world.inspect();
    assertThat(inspection.facts().disks()).hasSize(2);
    assertThat(inspection.plan()).isInstanceOf(DiskPlan.Proceed.class);
    assertThat(world.bytesOf(DISK)).isEqualTo(before);
    assertThat(world.root()).doesNotExist();
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTest {
  private static final long GIBIBYTE = 1L << 30;

  private SimulatedTree tree;
  private Sysfs sysfs;

  @BeforeEach
  void aNodeWithTwoInstanceStoreDisks(@TempDir Path directory) throws IOException {
    tree = new SimulatedTree(directory);
    tree.clear();
    tree.disk("nvme0n1", new DeviceNumber(259, 0), 8 * GIBIBYTE, Sample.EBS_MODEL);
    tree.partition("nvme0n1", "nvme0n1p1", new DeviceNumber(259, 3));
    tree.disk("nvme1n1", new DeviceNumber(259, 1), GIBIBYTE, DiskSettings.EC2_MODEL);
    tree.disk("nvme2n1", new DeviceNumber(259, 2), GIBIBYTE, DiskSettings.EC2_MODEL);
    sysfs = new Sysfs(tree.paths());
  }

  @Test
  void aDiskIsReadWithoutTheBlanksOfItsModel() throws Exception {
    assertThat(sysfs.disk("nvme1n1"))
        .isEqualTo(
            new Disk(
                "nvme1n1",
                tree.paths().dev().resolve("nvme1n1"),
                new DeviceNumber(259, 1),
                ByteSize.ofGibibytes(1),
                "Amazon EC2 NVMe Instance Storage",
                "AWS-nvme1n1"));
  }

  @Test
  void onlyDevicesWithHardwareAreDisks() throws Exception {
    tree.device("loop0", new DeviceNumber(7, 0), GIBIBYTE);
    tree.array("md127", new DeviceNumber(9, 127), GIBIBYTE, "clean", List.of());
    assertThat(sysfs.disks())
        .extracting(Disk::name)
        .containsExactly("nvme0n1", "nvme1n1", "nvme2n1");
  }

  /// With native multipath each path to a disk has an entry, hidden and without a number.
  @Test
  void aPathOfAMultipathDiskIsNoDisk() throws Exception {
    SimulatedTree.write(tree.block("nvme1c1n1").resolve("device/model"), DiskSettings.EC2_MODEL);
    SimulatedTree.write(tree.block("nvme1c1n1").resolve("hidden"), "1");
    assertThat(sysfs.disk("nvme1c1n1")).isNull();
    assertThat(sysfs.disks()).hasSize(3);
  }

  @Test
  void aDiskThatIsGoneIsNone() throws Exception {
    assertThat(sysfs.disk("nvme9n1")).isNull();
  }

  @Test
  void partitionsAndTheirNumbersBelongToTheDisk() throws Exception {
    assertThat(sysfs.partitions("nvme0n1")).containsExactly("nvme0n1p1");
    assertThat(sysfs.numbers("nvme0n1"))
        .containsExactly(new DeviceNumber(259, 0), new DeviceNumber(259, 3));
    assertThat(sysfs.partitions("nvme1n1")).isEmpty();
  }

  @Test
  void anArrayHoldsItsMembers() throws Exception {
    tree.array(
        "md127", new DeviceNumber(9, 127), 2 * GIBIBYTE, "clean", List.of("nvme1n1", "nvme2n1"));
    assertThat(sysfs.arrays()).containsExactly("md127");
    assertThat(sysfs.members("md127")).containsExactly("nvme1n1", "nvme2n1");
    assertThat(sysfs.holders("nvme1n1")).containsExactly("md127");
    assertThat(sysfs.isActive("md127")).isTrue();
  }

  @Test
  void anArrayThatLacksMembersIsNotActive() throws Exception {
    tree.array("md127", new DeviceNumber(9, 127), 0, "inactive", List.of("nvme1n1"));
    assertThat(sysfs.isActive("md127")).isFalse();
    tree.array("md126", new DeviceNumber(9, 126), 0, "clean", List.of());
    assertThat(sysfs.isActive("md126")).isFalse();
  }

  @Test
  void theDisksUnderAPartitionAnArrayOrAMappingAreFound() throws Exception {
    tree.array(
        "md127", new DeviceNumber(9, 127), 2 * GIBIBYTE, "clean", List.of("nvme1n1", "nvme2n1"));
    tree.device("dm-0", new DeviceNumber(253, 0), GIBIBYTE);
    Files.createDirectories(tree.block("dm-0").resolve("slaves/nvme0n1p1"));
    tree.device("dm-1", new DeviceNumber(253, 1), GIBIBYTE);
    Files.createDirectories(tree.block("dm-1").resolve("slaves/dm-0"));
    Files.createDirectories(tree.block("dm-1").resolve("slaves/md127"));

    assertThat(sysfs.disksUnder(new DeviceNumber(259, 3))).isEqualTo(Set.of("nvme0n1"));
    assertThat(sysfs.disksUnder(new DeviceNumber(9, 127))).isEqualTo(Set.of("nvme1n1", "nvme2n1"));
    assertThat(sysfs.disksUnder(new DeviceNumber(253, 0))).isEqualTo(Set.of("nvme0n1"));
    assertThat(sysfs.disksUnder(new DeviceNumber(253, 1)))
        .isEqualTo(Set.of("nvme0n1", "nvme1n1", "nvme2n1"));
    assertThat(sysfs.disksUnder(new DeviceNumber(0, 44))).isEmpty();
  }

  @Test
  void aDeviceThatGoesWhileItIsReadIsNamed() throws Exception {
    Files.delete(tree.block("nvme1n1").resolve("dev"));
    assertThatThrownBy(() -> sysfs.number("nvme1n1"))
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("'nvme1n1' went away");
  }

  @Test
  void aMachineWithoutBlockDevicesHasNone(@TempDir Path empty) throws Exception {
    Sysfs none = new Sysfs(new HostPaths(empty, empty, empty));
    assertThat(none.disks()).isEmpty();
    assertThat(none.arrays()).isEmpty();
  }
}

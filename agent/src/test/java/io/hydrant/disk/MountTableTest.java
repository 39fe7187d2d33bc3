package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static MountTable parse(String... lines) {
    return MountTable.parse(List.of(lines));
  }

  @Test
  void aMountIsFoundByItsPlaceAndByItsDevice() {
    MountTable table = MountTable.parse(Recorded.output("mountinfo.txt").lines().toList());
    MountEntry models = Objects.requireNonNull(table.at(Path.of("/comfyui-models")));
    assertThat(models)
        .isEqualTo(
            new MountEntry(
                new DeviceNumber(9, 127),
                "/",
                Path.of("/comfyui-models"),
                true,
                "xfs",
                "/dev/md127"));
    assertThat(table.of(new DeviceNumber(9, 127))).containsExactly(models);
    assertThat(table.at(Path.of("/comfyui-models/data"))).isNull();
  }

  @Test
  void aPathLiesInTheNearestMountAboveIt() {
    MountTable table = MountTable.parse(Recorded.output("mountinfo.txt").lines().toList());
    assertThat(table.containing(Path.of("/comfyui-models/data/vae")).type()).isEqualTo("xfs");
    assertThat(table.containing(Path.of("/comfyui-models-2")).target()).isEqualTo(Path.of("/"));
  }

  @Test
  void theLastMountAtAPlaceHidesTheOthers() {
    MountTable table =
        parse(
            "27 22 259:1 / /m rw shared:6 - xfs /dev/nvme1n1 rw",
            "28 27 0:40 / /m rw - tmpfs none rw");
    assertThat(Objects.requireNonNull(table.at(Path.of("/m"))).type()).isEqualTo("tmpfs");
    assertThat(table.of(new DeviceNumber(259, 1))).hasSize(1);
  }

  @Test
  void onlyASharedMountIsShared() {
    assertThat(parse("1 0 8:1 / / rw - ext4 /dev/sda1 rw").entries().getFirst().shared()).isFalse();
    assertThat(parse("1 0 8:1 / / rw master:4 - ext4 /dev/sda1 rw").entries().getFirst().shared())
        .isFalse();
    assertThat(
            parse("1 0 8:1 / / rw shared:9 master:4 - ext4 /dev/sda1 rw")
                .entries()
                .getFirst()
                .shared())
        .isTrue();
  }

  @Test
  void blanksAndBackslashesInNamesAreRead() {
    MountEntry entry =
        parse("1 0 8:1 /a\\040b /c\\134d\\011e rw - ext4 /dev/my\\040disk rw").entries().getFirst();
    assertThat(entry.root()).isEqualTo("/a b");
    assertThat(entry.target()).isEqualTo(Path.of("/c\\d\te"));
    assertThat(entry.source()).isEqualTo("/dev/my disk");
  }

  @Test
  void aFolderHasAPlaceInItsFileSystem() {
    MountEntry whole =
        parse("1 0 8:1 / /mnt/k8s-disks/0 rw - xfs /dev/md127 rw").entries().getFirst();
    assertThat(whole.rootOf(Path.of("/mnt/k8s-disks/0/comfyui-models")))
        .isEqualTo("/comfyui-models");
    assertThat(whole.rootOf(Path.of("/mnt/k8s-disks/0"))).isEqualTo("/");
    MountEntry part = parse("1 0 8:1 /var/lib /lib rw - xfs /dev/sda1 rw").entries().getFirst();
    assertThat(part.rootOf(Path.of("/lib/models"))).isEqualTo("/var/lib/models");
  }

  @Test
  void aLineThatIsNoneIsShown() {
    assertThatThrownBy(() -> parse("1 0 8:1 / / rw ext4 /dev/sda1 rw"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/dev/sda1");
  }
}

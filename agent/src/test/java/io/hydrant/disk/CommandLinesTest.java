package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandLinesTest {
  private static final Path NODE = Path.of("/dev/md127");
  private static final UUID ID = Sample.ARRAY;
  private static final List<Disk> DISKS = List.of(Sample.disk(1), Sample.disk(2));

  @Test
  void anArrayIsMadeForAnyHostAndWithoutAConfiguration() {
    assertThat(line(CommandLines.createArray(DISKS)))
        .isEqualTo(
            "mdadm --create /dev/md/comfyui-models --config=none --run --homehost=any"
                + " --name=comfyui-models --level=0 --metadata=1.2 --chunk=512 --raid-devices=2"
                + " /dev/nvme1n1 /dev/nvme2n1");
  }

  @Test
  void anArrayIsAssembledOfItsOwnMembersOnly() {
    assertThat(line(CommandLines.assembleArray(DISKS)))
        .isEqualTo(
            "mdadm --assemble /dev/md/comfyui-models --config=none --run --homehost=any"
                + " /dev/nvme1n1 /dev/nvme2n1")
        .doesNotContain("--scan");
  }

  @Test
  void aFileSystemIsMadeUnfinished() {
    assertThat(line(CommandLines.makeXfs(NODE, null, null)))
        .isEqualTo("mkfs.xfs -q -K -l su=8b -L comfy-making /dev/md127");
    assertThat(line(CommandLines.makeExt4(NODE, null)))
        .isEqualTo("mkfs.ext4 -q -T largefile4 -m 0 -E nodiscard -L comfy-making /dev/md127");
  }

  @Test
  void aFileSystemOnAnArrayHasTheArraysId() {
    assertThat(line(CommandLines.makeXfs(NODE, ID, CommandLines.XFS_FEATURES)))
        .isEqualTo(
            "mkfs.xfs -q -K -l su=8b -m uuid="
                + ID
                + " -c options=/usr/share/xfsprogs/mkfs/lts_6.1.conf -L comfy-making /dev/md127");
    assertThat(line(CommandLines.makeExt4(NODE, ID))).contains(" -U " + ID + " ");
  }

  @Test
  void aTrialDiffersInNothingButThatItWritesNothing() {
    assertThat(line(CommandLines.tryXfs(NODE, ID, CommandLines.XFS_FEATURES)).replace(" -N", ""))
        .isEqualTo(line(CommandLines.makeXfs(NODE, ID, CommandLines.XFS_FEATURES)));
  }

  @Test
  void labelsFitIntoXfs() {
    assertThat(Ours.LABEL).hasSizeLessThanOrEqualTo(12);
    assertThat(Ours.UNFINISHED_LABEL).hasSizeLessThanOrEqualTo(12).isNotEqualTo(Ours.LABEL);
  }

  @Test
  void modelsAreMountedWithoutAccessTimes() {
    assertThat(line(CommandLines.mount(FileSystemKind.XFS, NODE, Path.of("/comfyui-models"))))
        .isEqualTo("mount -t xfs -o noatime /dev/md127 /comfyui-models");
  }

  @Test
  void nothingIsForced() {
    Stream<List<String>> all =
        Stream.of(
            CommandLines.probe(NODE),
            CommandLines.wipe(NODE),
            CommandLines.stopArray(NODE),
            CommandLines.createArray(DISKS),
            CommandLines.assembleArray(DISKS),
            CommandLines.makeXfs(NODE, ID, CommandLines.XFS_FEATURES),
            CommandLines.makeExt4(NODE, ID),
            CommandLines.finish(FileSystemKind.XFS, NODE),
            CommandLines.finish(FileSystemKind.EXT4, NODE),
            CommandLines.mount(FileSystemKind.EXT4, NODE, Path.of("/m")),
            CommandLines.bind(Path.of("/a"), Path.of("/m")));
    assertThat(all)
        .allSatisfy(command -> assertThat(command).doesNotContain("-f", "-F", "--force"));
  }

  private static String line(List<String> command) {
    return String.join(" ", command);
  }
}

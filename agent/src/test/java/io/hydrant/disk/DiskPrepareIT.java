package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One disk, from empty to mounted and through everything that can interrupt that.
class DiskPrepareIT extends LoopDeviceTest {
  @Test
  void anEmptyDiskIsFormattedAndMounted() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.assertReady(world.prepare());
    ToolJson.Mounted mounted = mounted();
    assertThat(mounted.type()).isEqualTo("xfs");
    assertThat(mounted.options()).contains("noatime", "rw");
    assertThat(world.must("wipefs", "-J", world.dev("nvme1n1"))).contains("comfy-models");
  }

  @Test
  void theFoldersBelongToTheAgentAndCanBeReadByAll() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.prepare();
    for (String folder : List.of("data", ".hydrant")) {
      Path path = world.root().resolve(folder);
      assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(65532);
      assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(65532);
      assertThat((int) Files.getAttribute(path, "unix:mode") & 0777).isEqualTo(0755);
    }
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.prepare();
    Files.writeString(world.root().resolve("data/model"), "weights");
    world.commands.clear();
    long begin = System.nanoTime();
    world.assertReady(world.prepare());
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(world.wasRun("mkfs.xfs") || world.wasRun("mount") || world.wasRun("wipefs -a"))
        .isFalse();
    assertThat(world.root().resolve("data/model")).hasContent("weights");
  }

  @Test
  void afterARebootTheFilesAreThereAgain() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.prepare();
    Files.writeString(world.root().resolve("data/model"), "weights");
    world.unmountRoot();
    world.commands.clear();
    world.assertReady(world.prepare());
    assertThat(world.wasRun("mkfs.xfs")).isFalse();
    assertThat(world.root().resolve("data/model")).hasContent("weights");
  }

  @Test
  void ext4IsMadeWhereItIsAskedForAndKeptWhenItIsNotAnyMore() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.assertReady(world.prepare(world.settings(FileSystemKind.EXT4, null)));
    assertThat(mounted().type()).isEqualTo("ext4");
    world.unmountRoot();
    world.assertReady(world.prepare());
    assertThat(mounted().type()).isEqualTo("ext4");
  }

  @Test
  void aDiskThatWasExchangedIsFormatted() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.prepare();
    world.unmountRoot();
    world.cutOff("nvme1n1", 0);
    world.assertReady(world.prepare());
  }

  @Test
  void aFileSystemThatWasNeverFinishedIsMadeAgain() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.killBefore("xfs_admin");
    assertThatThrownBy(world::prepare).isInstanceOf(LoopWorld.Killed.class);
    assertThat(world.must("wipefs", "-J", world.dev("nvme1n1"))).contains("comfy-making");
    world.assertReady(world.prepare());
    assertThat(world.must("wipefs", "-J", world.dev("nvme1n1"))).contains("comfy-models");
  }

  /// What a mkfs that was killed half-way leaves behind, if it had set the final label at once.
  @Test
  void aFileSystemOfOursThatCannotBeMountedIsMadeAgain() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.must("mkfs.xfs", "-q", "-K", "-L", "comfy-models", world.dev("nvme1n1"));
    world.cutOff("nvme1n1", 64 << 10);
    world.assertReady(world.prepare());
    assertThat(world.commands).anyMatch(command -> command.startsWith("mount -t xfs"));
    assertThat(world.wasRun("mkfs.xfs")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"udevadm", "lsblk", "wipefs", "mkfs.xfs", "xfs_admin", "mount", "findmnt"})
  void killedBeforeAnyCommandItGoesOnFromThere(String tool) throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.killBefore(tool);
    assertThatThrownBy(world::prepare).isInstanceOf(LoopWorld.Killed.class);
    world.assertReady(world.prepare());
  }

  @Test
  void somebodyWhoTakesTheDiskRightBeforeMkfsKeepsIt() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    Path elsewhere = world.host().resolve("elsewhere");
    world.before(
        "mkfs.xfs",
        () -> {
          world.must("mkfs.ext4", "-q", "-L", "data", world.dev("nvme1n1"));
          world.mount("nvme1n1", elsewhere);
          Files.writeString(elsewhere.resolve("precious"), "mine");
        });
    assertThatThrownBy(world::prepare)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("mkfs.xfs");
    world.must("umount", elsewhere.toString());
    world.mount("nvme1n1", elsewhere);
    assertThat(elsewhere.resolve("precious")).hasContent("mine");
  }

  @Test
  void somebodyWhoMountsOnTheRootInBetweenKeepsIt() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.before("xfs_admin", () -> world.mountTmpfs(world.root(), "1m"));
    assertThatThrownBy(world::prepare)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("is no longer empty");
    assertThat(mounted().type()).isEqualTo("tmpfs");
  }

  @Test
  void aFallbackIsBoundAndLimited() throws Exception {
    world.disk("nvme0n1", Sample.EBS_MODEL, LoopWorld.SMALL);
    Path fallback = world.host().resolve("var/models");
    DiskSettings settings = world.settings(FileSystemKind.XFS, fallback);
    world.assertReady(world.prepare(settings));
    assertThat(mounted().root()).isEqualTo("/var/models");
    assertThat(allowance()).hasContent(Long.toString((64L << 20) / 100 * 70));
    world.unmountRoot();
    world.assertReady(world.prepare(settings));
    world.commands.clear();
    world.assertReady(world.prepare(settings));
    assertThat(world.wasRun("mount")).isFalse();
  }

  @Test
  void whatKarpenterMountedIsAdopted() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.must("mkfs.xfs", "-q", world.dev("nvme1n1"));
    world.mount("nvme1n1", world.adopt());
    Files.writeString(world.adopt().resolve("kubelet"), "not ours");
    world.assertReady(world.prepare());
    assertThat(mounted().root()).isEqualTo("/comfyui-models");
    Files.writeString(world.root().resolve("data/model"), "weights");
    assertThat(world.adopt().resolve("comfyui-models/data/model")).hasContent("weights");
    assertThat(world.adopt().resolve("kubelet")).hasContent("not ours");
    long total = Files.getFileStore(world.root()).getTotalSpace();
    assertThat(allowance()).hasContent(Long.toString(total / 100 * 70));

    world.unmountRoot();
    world.commands.clear();
    world.assertReady(world.prepare());
    assertThat(world.root().resolve("data/model")).hasContent("weights");
    assertThat(world.commands)
        .noneMatch(command -> command.startsWith("mkfs") || command.startsWith("wipefs -a"));
  }

  @Test
  void anOwnFileSystemHasNoAllowance() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.prepare();
    assertThat(allowance()).doesNotExist();
  }

  private Path allowance() {
    return world.root().resolve(".hydrant/allowance");
  }

  private ToolJson.Mounted mounted() throws IOException {
    return Objects.requireNonNull(
        ToolJson.mounted(world.must(CommandLines.showMount(world.root()).toArray(String[]::new))));
  }
}

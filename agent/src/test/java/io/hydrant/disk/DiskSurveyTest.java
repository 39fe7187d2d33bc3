package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the survey makes of a node's files and of tools that contradict them.
class DiskSurveyTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final String ROOT_MOUNT = "22 1 259:3 / / rw shared:1 - xfs /dev/nvme0n1p1 rw";

  private final Map<String, String> lsblk = new HashMap<>();
  private final Map<String, DeviceNumber> nodes = new HashMap<>();
  private SimulatedTree tree;
  private Path host;
  private @Nullable Path fallback;

  @BeforeEach
  void aNodeWithARootVolumeAndADisk(@TempDir Path directory) throws IOException {
    host = Files.createDirectories(directory.toRealPath().resolve("host"));
    tree = new SimulatedTree(directory);
    tree.clear();
    tree.disk("nvme0n1", new DeviceNumber(259, 0), GIBIBYTE, Sample.EBS_MODEL);
    tree.partition("nvme0n1", "nvme0n1p1", new DeviceNumber(259, 3));
    tree.disk("nvme1n1", new DeviceNumber(259, 1), GIBIBYTE, DiskSettings.EC2_MODEL);
    tree.mounts(List.of(ROOT_MOUNT));
    answer("nvme0n1", "259:0", "[]", "");
    answer("nvme1n1", "259:1", "[]", "");
  }

  private void answer(String name, String number, String mounts, String children) {
    nodes.put(name, DeviceNumber.parse(number));
    lsblk.put(
        name,
        """
        {"blockdevices": [{"name": "%s", "maj:min": "%s", "type": "disk", "size": 1073741824,
          "mountpoints": %s, "children": [%s]}]}
        """
            .formatted(name, number, mounts, children));
  }

  private DiskFacts look() throws IOException {
    DiskSettings settings =
        new DiskSettings(
            host.resolve("comfyui-models"),
            Pattern.compile(DiskSettings.EC2_MODEL),
            FileSystemKind.XFS,
            host.resolve("k8s-disks"),
            fallback,
            new SpaceLimit.Share(70),
            new Owner(1, 1),
            tree.paths());
    Shell shell =
        command ->
            switch (command.getFirst()) {
              case "lsblk" -> {
                String name = String.valueOf(Path.of(command.getLast()).getFileName());
                String answer = lsblk.get(name);
                yield answer == null
                    ? new Shell.Output(32, "", "lsblk: " + name + ": not a block device")
                    : new Shell.Output(0, answer, "");
              }
              case "wipefs" -> new Shell.Output(0, Recorded.output("wipefs-blank.json"), "");
              default -> throw new AssertionError(command);
            };
    return new DiskSurvey(settings, new Nodes(), new Tools(shell)).look(Failures.none());
  }

  private final class Nodes implements DeviceNodes {
    @Override
    public @Nullable DeviceNumber numberOf(Path node) {
      return nodes.get(String.valueOf(node.getFileName()));
    }

    @Override
    public Hold hold(Path node) {
      return () -> {};
    }
  }

  private DiskState disk(String name) throws IOException {
    return look().disks().stream()
        .filter(state -> state.disk().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFreeDiskIsFree() throws Exception {
    assertThat(disk("nvme1n1").usage()).isEqualTo(Sample.free());
    assertThat(disk("nvme1n1").content()).isEqualTo(new Content.Blank());
  }

  @Test
  void theRootVolumeIsKnownByItsPartition() throws Exception {
    Usage usage = disk("nvme0n1").usage();
    assertThat(usage.carriesRoot()).isTrue();
    assertThat(usage.mounts()).containsExactly("/");
    assertThat(usage.partitions()).containsExactly("nvme0n1p1");
  }

  @Test
  void onlyInstanceStoreIsOpenedExclusively() throws Exception {
    assertThat(disk("nvme0n1").usage().claim()).isEqualTo(Usage.Claim.NOT_TRIED);
    assertThat(disk("nvme1n1").usage().claim()).isEqualTo(Usage.Claim.GRANTED);
  }

  /// Btrfs gives its mounts a device number of their own.
  @Test
  void aRootWithoutADeviceNumberOfADiskIsKnownByItsSource() throws Exception {
    nodes.put("nvme0n1p1", new DeviceNumber(259, 3));
    tree.mounts(List.of("22 1 0:30 /@ / rw shared:1 - btrfs /dev/nvme0n1p1 rw"));
    assertThat(disk("nvme0n1").usage().carriesRoot()).isTrue();
  }

  @Test
  void aMountThatOnlyTheHostSeesCounts() throws Exception {
    SimulatedTree.write(
        tree.paths().proc().resolve("1/mountinfo"),
        ROOT_MOUNT + "\n30 22 259:1 / /data rw - ext4 /dev/nvme1n1 rw\n");
    assertThat(disk("nvme1n1").usage().mounts()).containsExactly("/data");
  }

  @Test
  void swapIsSeen() throws Exception {
    tree.swaps("/dev/nvme1n1");
    assertThat(disk("nvme1n1").usage().swap()).isTrue();
    assertThat(disk("nvme0n1").usage().swap()).isFalse();
  }

  @Test
  void aSwapThatIsNotInDevStopsAll() throws Exception {
    tree.swaps("/dev/sdz");
    assertThatThrownBy(this::look)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("/dev/sdz");
  }

  @Test
  void whatOnlyLsblkSeesCountsToo() throws Exception {
    answer(
        "nvme1n1",
        "259:1",
        "[null, \"/elsewhere\", \"[SWAP]\"]",
        """
        {"name": "nvme1n1p7", "maj:min": "259:9", "type": "part", "size": 1},
        {"name": "vg-data", "maj:min": "253:0", "type": "lvm", "size": 1}
        """);
    Usage usage = disk("nvme1n1").usage();
    assertThat(usage.partitions()).containsExactly("nvme1n1p7");
    assertThat(usage.holders()).containsExactly("vg-data");
    assertThat(usage.mounts()).containsExactly("/elsewhere");
    assertThat(usage.swap()).isTrue();
  }

  @Test
  void witnessesThatDoNotAgreeLeaveADoubt() throws Exception {
    answer("nvme1n1", "259:1", "[]", "");
    lsblk.put(
        "nvme1n1", Objects.requireNonNull(lsblk.get("nvme1n1")).replace("1073741824", "4096"));
    assertThat(disk("nvme1n1").usage().doubts())
        .singleElement()
        .asString()
        .contains("1073741824 bytes in sysfs", "4096 bytes to lsblk");
  }

  @Test
  void aNodeThatIsMissingOrAnothersLeavesADoubt() throws Exception {
    nodes.put("nvme1n1", new DeviceNumber(259, 0));
    assertThat(disk("nvme1n1").usage().doubts())
        .singleElement()
        .asString()
        .contains("is 259:1 in sysfs", "is 259:0");
    nodes.remove("nvme1n1");
    assertThat(disk("nvme1n1").usage().doubts())
        .singleElement()
        .asString()
        .contains("is no block device");
  }

  @Test
  void aWitnessThatCannotSpeakLeavesADoubt() throws Exception {
    lsblk.remove("nvme1n1");
    assertThat(disk("nvme1n1").usage().doubts())
        .singleElement()
        .asString()
        .contains("not a block device");
    lsblk.put("nvme1n1", "{}");
    assertThat(disk("nvme1n1").usage().doubts()).hasSize(1);
  }

  @Test
  void withoutTheMountsNothingIsDecided() throws Exception {
    Files.delete(tree.paths().proc().resolve("1/mountinfo"));
    assertThatThrownBy(this::look)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("give the container the host's /proc");
  }

  @Test
  void theRootIsFreeBlockedOrMounted() throws Exception {
    Path root = host.resolve("comfyui-models");
    assertThat(look().root().state()).isEqualTo(new RootFacts.State.Free());
    Files.createDirectory(root);
    assertThat(look().root().state()).isEqualTo(new RootFacts.State.Free());
    Files.writeString(root.resolve("precious"), "mine");
    assertThat(look().root().state()).isInstanceOf(RootFacts.State.Blocked.class);
    tree.mounts(List.of(ROOT_MOUNT, "30 22 259:1 / " + root + " rw - xfs /dev/nvme1n1 rw"));
    assertThat(look().root().state()).isInstanceOf(RootFacts.State.Mounted.class);
  }

  @Test
  void aRootThatIsALinkIsBlocked() throws Exception {
    Files.createSymbolicLink(host.resolve("comfyui-models"), host);
    assertThat(look().root().state()).isInstanceOf(RootFacts.State.Blocked.class);
  }

  @Test
  void aRootBelowALinkIsLookedUpWhereItReallyLies() throws Exception {
    Path real = Files.createDirectories(host.resolve("real"));
    Files.createSymbolicLink(host.resolve("link"), real);
    tree.mounts(
        List.of(ROOT_MOUNT, "30 22 259:1 / " + real.resolve("m") + " rw - xfs /dev/nvme1n1 rw"));
    host = host.resolve("link");
    DiskSettings settings =
        new DiskSettings(
            host.resolve("m"),
            Pattern.compile(DiskSettings.EC2_MODEL),
            FileSystemKind.XFS,
            host.resolve("k8s-disks"),
            null,
            new SpaceLimit.Share(70),
            new Owner(1, 1),
            tree.paths());
    RootFacts facts =
        new DiskSurvey(settings, new Nodes(), new Tools(_ -> new Shell.Output(0, "", ""))).root();
    assertThat(facts.path()).isEqualTo(real.resolve("m"));
    assertThat(facts.state()).isInstanceOf(RootFacts.State.Mounted.class);
  }

  @Test
  void whatCanBeAdoptedIsKnownWithItsDisks() throws Exception {
    assertThat(look().adoptable()).isNull();
    Path adopt = Files.createDirectories(host.resolve("k8s-disks"));
    tree.mounts(List.of(ROOT_MOUNT, "30 22 259:1 / " + adopt + " rw - xfs /dev/nvme1n1 rw"));
    assertThat(look().adoptable())
        .isEqualTo(
            new SharedSpace(
                adopt.resolve("comfyui-models"),
                new DeviceNumber(259, 1),
                "/comfyui-models",
                Set.of("nvme1n1")));
  }

  @Test
  void aFallbackLiesOnTheFileSystemAroundIt() throws Exception {
    fallback = host.resolve("var/models");
    assertThat(look().fallback())
        .isEqualTo(
            new SharedSpace(
                fallback, new DeviceNumber(259, 3), fallback.toString(), Set.of("nvme0n1")));
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole way on a simulated machine, because arrays need a kernel that has md. The same way on
/// a real one is `disk-vm.md`.
class NodeDiskTest {
  private static final Set<String> BOTH = Set.of("nvme1n1", "nvme2n1");

  private SimulatedHost host;
  private DiskSettings settings;

  @BeforeEach
  void twoEmptyDisks(@TempDir Path directory) throws IOException {
    host =
        new SimulatedHost(directory.toRealPath())
            .withDisk("nvme0n1", Sample.EBS_MODEL)
            .withDisk("nvme1n1", DiskSettings.EC2_MODEL)
            .withDisk("nvme2n1", DiskSettings.EC2_MODEL);
    settings =
        new DiskSettings(
            host.root(),
            Pattern.compile(DiskSettings.EC2_MODEL),
            FileSystemKind.XFS,
            Path.of("/mnt/k8s-disks/none"),
            null,
            new SpaceLimit.Share(70),
            currentUser(directory),
            host.paths());
  }

  private static Owner currentUser(Path file) throws IOException {
    return new Owner(
        (int) Files.getAttribute(file, "unix:uid"), (int) Files.getAttribute(file, "unix:gid"));
  }

  private Prepared prepare() throws IOException {
    return new NodeDisk(settings, host, host).prepare();
  }

  private void assertReady() {
    assertThat(host.disks.mounted()).isEqualTo(BOTH);
    assertThat(host.root().resolve("data")).isDirectory();
    assertThat(host.root().resolve(".hydrant")).isDirectory();
    Signature fileSystem = Objects.requireNonNull(host.on("nvme1n1", "nvme2n1"));
    assertThat(fileSystem.label()).isEqualTo("comfy-models");
    assertThat(fileSystem.uuid()).isEqualTo(Objects.requireNonNull(host.on("nvme1n1")).uuid());
  }

  private String dev(String name) {
    return host.paths().dev().resolve(name).toString();
  }

  private String id() {
    return Objects.requireNonNull(host.on("nvme1n1")).uuid() + "";
  }

  private String mkfs(String node) {
    String features =
        Files.exists(CommandLines.XFS_FEATURES) ? " -c options=" + CommandLines.XFS_FEATURES : "";
    return "mkfs.xfs -q -K -l su=8b -m uuid=" + id() + features + " -L comfy-making " + node;
  }

  @Test
  void twoEmptyDisksAreMadeOneFileSystem() throws Exception {
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(host.changes)
        .containsExactly(
            "mdadm --create /dev/md/comfyui-models --config=none --run --homehost=any"
                + " --name=comfyui-models --level=0 --metadata=1.2 --chunk=512 --raid-devices=2 "
                + dev("nvme1n1")
                + " "
                + dev("nvme2n1"),
            mkfs(dev("md127")),
            "xfs_admin -L comfy-models " + dev("md127"),
            "mount -t xfs -o noatime " + dev("md127") + " " + host.root());
  }

  @Test
  void whenAllIsDoneNothingIsRun() throws Exception {
    prepare();
    host.live();
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertThat(host.changes).isEmpty();
  }

  @Test
  void afterARebootWithUdevOnlyTheMountIsMissing() throws Exception {
    prepare();
    host.reboot(true);
    host.live();
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(host.changes)
        .containsExactly("mount -t xfs -o noatime " + dev("md127") + " " + host.root());
  }

  @Test
  void afterARebootWithoutUdevTheArrayIsAssembledUnderWhateverName() throws Exception {
    prepare();
    String before = id();
    host.reboot(false);
    host.live();
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(id()).isEqualTo(before);
    assertThat(host.changes)
        .containsExactly(
            "mdadm --assemble /dev/md/comfyui-models --config=none --run --homehost=any "
                + dev("nvme1n1")
                + " "
                + dev("nvme2n1"),
            "mount -t xfs -o noatime " + dev("md126") + " " + host.root());
  }

  @Test
  void whenADiskWasExchangedTheArrayIsMadeAgain() throws Exception {
    prepare();
    host.exchange("nvme2n1");
    host.reboot(true);
    host.live();
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    // The old array's file system shows on the new array, and goes before a new one is made.
    assertThat(host.changes)
        .containsExactly(
            "mdadm --stop " + dev("md127"),
            "wipefs -a " + dev("nvme1n1"),
            "mdadm --create /dev/md/comfyui-models --config=none --run --homehost=any"
                + " --name=comfyui-models --level=0 --metadata=1.2 --chunk=512 --raid-devices=2 "
                + dev("nvme1n1")
                + " "
                + dev("nvme2n1"),
            "wipefs -a " + dev("md127"),
            mkfs(dev("md127")),
            "xfs_admin -L comfy-models " + dev("md127"),
            "mount -t xfs -o noatime " + dev("md127") + " " + host.root());
  }

  @Test
  void whenAllDisksWereExchangedAllIsMadeAgain() throws Exception {
    prepare();
    for (String disk : BOTH) {
      host.exchange(disk);
    }
    host.reboot(true);
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
  }

  @Test
  void aFileSystemThatCannotBeMountedIsMadeAgain() throws Exception {
    prepare();
    host.disks.damage(BOTH);
    host.reboot(true);
    host.live();
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(host.changes).contains("wipefs -a " + dev("md127"), mkfs(dev("md127")));
  }

  @Test
  void anArrayThatCannotBeAssembledIsMadeAgain() throws Exception {
    prepare();
    host.disks.damage(BOTH);
    host.reboot(false);
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
  }

  @Test
  void aNewFileSystemThatCannotBeMountedIsNotMadeOverAndOver() throws Exception {
    Shell broken =
        command ->
            command.getFirst().equals("mount")
                ? new Shell.Output(32, "", "mount: wrong fs type, bad option, bad superblock")
                : host.run(command);
    NodeDisk disk = new NodeDisk(settings, broken, host);
    assertThatThrownBy(disk::prepare)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("new file system cannot be mounted");
    assertThat(host.changes).filteredOn(change -> change.startsWith("mkfs")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount: /m: unknown filesystem type 'xfs'.",
        "mount: /m: /dev/md127 already mounted or mount point busy.",
        "mount: /m: permission denied.",
      })
  void aFileSystemThatIsNotToBlameIsKept(String said) throws Exception {
    prepare();
    host.reboot(true);
    host.live();
    Shell unable =
        command ->
            command.getFirst().equals("mount") ? new Shell.Output(32, "", said) : host.run(command);
    assertThatThrownBy(() -> new NodeDisk(settings, unable, host).prepare())
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("the xfs is kept")
        .hasMessageContaining(said);
    assertThat(host.changes).isEmpty();
  }

  @Test
  void anArrayThatUdevAssembledFirstIsUsed() throws Exception {
    prepare();
    host.reboot(false);
    host.live();
    Shell late =
        command -> {
          if (command.contains("--assemble")) {
            host.run(command);
            return new Shell.Output(1, "", "mdadm: " + dev("nvme1n1") + " is busy - skipping");
          }
          return host.run(command);
        };
    assertThat(new NodeDisk(settings, late, host).prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(host.changes).noneMatch(change -> change.startsWith("wipefs -a"));
  }

  /// At every command, before and after it takes effect; then with and without a reboot.
  @ParameterizedTest(name = "killed before the change: {0}")
  @ValueSource(booleans = {true, false})
  void killedAtAnyCommandItGoesOnFromThere(boolean before) throws Exception {
    int kills = 0;
    for (boolean reboot : new boolean[] {true, false}) {
      for (int change = 1; ; change++) {
        beginAnew();
        host.killAt(change, before);
        if (!isKilled()) {
          break;
        }
        kills++;
        if (reboot) {
          host.reboot(true);
        }
        host.live();
        assertThat(prepare()).as("killed at change %d", change).isInstanceOf(Prepared.Ready.class);
        assertReady();
      }
    }
    assertThat(kills).isEqualTo(2 * 4);
  }

  /// The most dangerous way: the old file system is there to be mistaken for the new one.
  @ParameterizedTest(name = "killed before the change: {0}")
  @ValueSource(booleans = {true, false})
  void killedWhileAnArrayIsMadeAgainTheOldFileSystemIsNeverMounted(boolean before)
      throws Exception {
    int kills = 0;
    for (int change = 1; ; change++) {
      beginAnew();
      prepare();
      String old = id();
      host.exchange("nvme2n1");
      host.reboot(true);
      host.killAt(change, before);
      if (!isKilled()) {
        break;
      }
      kills++;
      host.reboot(true);
      host.live();
      assertThat(prepare()).as("killed at change %d", change).isInstanceOf(Prepared.Ready.class);
      assertReady();
      assertThat(id()).isNotEqualTo(old);
    }
    assertThat(kills).isEqualTo(7);
  }

  private boolean isKilled() throws IOException {
    try {
      prepare();
      return false;
    } catch (SimulatedHost.Killed _) {
      return true;
    }
  }

  private void beginAnew() throws IOException {
    host.disks.forget();
    host.reboot(false);
    host.live();
  }

  @Test
  void aDiskThatIsTakenBetweenPlanAndStepIsNotWritten() throws Exception {
    NodeDisk disk = new NodeDisk(settings, new TakenLate(), host);
    assertThatThrownBy(disk::prepare)
        .isInstanceOf(DiskException.class)
        .hasMessageContaining("nvme2n1 carries ext4 'data'");
    assertThat(host.changes).noneMatch(change -> change.startsWith("mdadm"));
  }

  /// Somebody formats a disk right after it was surveyed for the first time.
  private final class TakenLate implements Shell {
    private int surveys;

    @Override
    public Output run(List<String> command) throws IOException {
      Output output = host.run(command);
      if (command.equals(CommandLines.probe(Path.of(dev("nvme2n1")))) && ++surveys == 1) {
        host.disks.put(Set.of("nvme2n1"), new Signature("ext4", "data", null));
      }
      return output;
    }
  }

  @Test
  void inspectionChangesNothing() throws Exception {
    NodeDisk.Inspection inspection = new NodeDisk(settings, host, host).inspect();
    assertThat(inspection.plan()).isInstanceOf(DiskPlan.Proceed.class);
    assertThat(inspection.facts().disks()).hasSize(3);
    assertThat(host.changes).isEmpty();
    assertThat(host.root()).doesNotExist();
  }

  @Test
  void ext4IsMadeWhereItIsAskedFor() throws Exception {
    settings =
        new DiskSettings(
            settings.root(),
            settings.model(),
            FileSystemKind.EXT4,
            settings.adopt(),
            null,
            settings.limit(),
            settings.owner(),
            settings.host());
    assertThat(prepare()).isInstanceOf(Prepared.Ready.class);
    assertReady();
    assertThat(host.changes)
        .contains(
            "mkfs.ext4 -q -T largefile4 -m 0 -E nodiscard -U "
                + id()
                + " -L comfy-making "
                + dev("md127"),
            "e2label " + dev("md127") + " comfy-models");
  }

  @Test
  void anEbsVolumeThatLooksLikeOursIsNotTouched() throws Exception {
    host.disks.put(Set.of("nvme0n1"), new Signature("xfs", "comfy-models", null));
    Signature before = host.on("nvme0n1");
    prepare();
    assertReady();
    assertThat(host.on("nvme0n1")).isEqualTo(before);
    assertThat(host.changes).noneMatch(change -> change.contains("nvme0n1"));
  }
}

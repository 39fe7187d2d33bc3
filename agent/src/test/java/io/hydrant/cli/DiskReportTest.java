package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.disk.Array;
import io.hydrant.disk.Content;
import io.hydrant.disk.DeviceNumber;
import io.hydrant.disk.Disk;
import io.hydrant.disk.DiskFacts;
import io.hydrant.disk.DiskPlanner;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.DiskState;
import io.hydrant.disk.Failures;
import io.hydrant.disk.FileSystemKind;
import io.hydrant.disk.HostPaths;
import io.hydrant.disk.MountEntry;
import io.hydrant.disk.NodeDisk;
import io.hydrant.disk.Owner;
import io.hydrant.disk.RootFacts;
import io.hydrant.disk.Signature;
import io.hydrant.disk.SpaceLimit;
import io.hydrant.disk.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiskReportTest {
  private static final DiskSettings SETTINGS =
      new DiskSettings(
          Path.of("/comfyui-models"),
          Pattern.compile(DiskSettings.EC2_MODEL),
          FileSystemKind.XFS,
          Path.of("/mnt/k8s-disks/0"),
          null,
          new SpaceLimit.Share(70),
          new Owner(65532, 65532),
          new HostPaths(Path.of("/sys"), Path.of("/dev"), Path.of("/proc")));

  private static final DiskState ROOT_VOLUME =
      disk(
          0,
          "Amazon Elastic Block Store",
          new Usage(
              List.of("nvme0n1p1"),
              List.of(),
              List.of("/"),
              false,
              true,
              Usage.Claim.NOT_TRIED,
              List.of()),
          new Content.Foreign(List.of(new Signature("gpt", null, null))));

  private static DiskState disk(int index, String model, Usage usage, Content content) {
    Disk disk =
        new Disk(
            "nvme" + index + "n1",
            Path.of("/dev/nvme" + index + "n1"),
            new DeviceNumber(259, index),
            ByteSize.ofGibibytes(200),
            model,
            "vol" + index);
    return new DiskState(disk, usage, content);
  }

  private static DiskState instanceStore(int index, Content content, String... holders) {
    boolean held = holders.length > 0;
    Usage usage =
        new Usage(
            List.of(),
            List.of(holders),
            List.of(),
            false,
            false,
            held ? Usage.Claim.BUSY : Usage.Claim.GRANTED,
            List.of());
    return disk(index, DiskSettings.EC2_MODEL, usage, content);
  }

  private static NodeDisk.Inspection inspection(List<Array> arrays, DiskState... disks) {
    MountEntry around =
        new MountEntry(new DeviceNumber(259, 9), "/", Path.of("/"), true, "xfs", "/dev/nvme0n1p1");
    DiskFacts facts =
        new DiskFacts(
            List.of(disks),
            arrays,
            new RootFacts(SETTINGS.root(), new RootFacts.State.Free(), around),
            null,
            null,
            Failures.none());
    return new NodeDisk.Inspection(facts, new DiskPlanner(SETTINGS).plan(facts));
  }

  @Test
  void peopleSeeTheDisksAndTheSteps() {
    assertThat(
            DiskTable.of(
                inspection(
                    List.of(),
                    ROOT_VOLUME,
                    instanceStore(1, new Content.Blank()),
                    instanceStore(2, new Content.Blank())),
                SETTINGS))
        .isEqualTo(
            """
            DISK     SIZE       MODEL                             CONTENT  IN USE
            nvme0n1  200.0 GiB  (Amazon Elastic Block Store)      gpt      partition nvme0n1p1, mounted at /, root file system
            nvme1n1  200.0 GiB  Amazon EC2 NVMe Instance Storage  nothing  no
            nvme2n1  200.0 GiB  Amazon EC2 NVMe Instance Storage  nothing  no
            Models in brackets are not instance store and are never written.

            Because the array of nvme1n1 + nvme2n1 is empty, prepare would
              1. make a RAID0 array of nvme1n1, nvme2n1
              2. make xfs on the array of nvme1n1 + nvme2n1
              3. mount the xfs on the array of nvme1n1 + nvme2n1 at /comfyui-models
              4. make the folders data and .hydrant there
            """);
  }

  @Test
  void peopleSeeWhyNothingWouldBeDone() {
    assertThat(
            DiskTable.of(
                inspection(
                    List.of(),
                    instanceStore(
                        1, new Content.Foreign(List.of(new Signature("ext4", "data", "u"))))),
                SETTINGS))
        .endsWith(
            """
            Prepare would touch nothing, because
              nvme1n1 carries ext4 'data': if nobody needs it, run 'wipefs -a /dev/nvme1n1' by hand, then prepare again
            """);
  }

  @Test
  void peopleSeeArraysAndNotes() {
    UUID id = UUID.fromString("26187c24-5f80-7bca-fc6c-ee15a3c151b7");
    Array array =
        new Array(
            "md127",
            Path.of("/dev/md127"),
            new DeviceNumber(9, 127),
            ByteSize.ofGibibytes(400),
            "any:comfyui-models",
            id,
            "raid0",
            Set.of("nvme1n1", "nvme2n1"),
            true,
            new Usage(
                List.of(), List.of(), List.of(), false, false, Usage.Claim.GRANTED, List.of()),
            new Content.OurFileSystem(FileSystemKind.XFS, true, id.toString()));
    String table =
        DiskTable.of(
            inspection(
                List.of(array),
                instanceStore(1, new Content.OurMember(id, 2), "md127"),
                instanceStore(2, new Content.OurMember(id, 2), "md127"),
                instanceStore(3, new Content.Blank())),
            SETTINGS);
    assertThat(table)
        .contains("array 'any:comfyui-models' of nvme1n1, nvme2n1")
        .contains("xfs of ours")
        .contains("member of our array " + id + " of 2 disks")
        .contains("part of md127")
        .contains("Note: nvme3n1 stays unused");
  }

  @Test
  void machinesSeeTheSame() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                DiskJson.of(
                    inspection(List.of(), ROOT_VOLUME, instanceStore(1, new Content.Blank())),
                    SETTINGS));
    JsonNode root = json.path("disks").get(0);
    assertThat(root.path("name").asString()).isEqualTo("nvme0n1");
    assertThat(root.path("instanceStore").asBoolean()).isFalse();
    assertThat(root.path("root").asBoolean()).isTrue();
    assertThat(root.path("size").asLong()).isEqualTo(200L << 30);
    assertThat(root.path("mounts").get(0).asString()).isEqualTo("/");
    assertThat(json.path("plan").path("verdict").asString()).isEqualTo("PROCEED");
    assertThat(json.path("plan").path("steps").get(0).asString()).isEqualTo("make xfs on nvme1n1");
  }

  @Test
  void machinesSeeObjectionsApartFromRemedies() {
    JsonNode json =
        JsonMapper.shared().readTree(DiskJson.of(inspection(List.of(), ROOT_VOLUME), SETTINGS));
    assertThat(json.path("plan").path("verdict").asString()).isEqualTo("REFUSED");
    JsonNode objection = json.path("plan").path("objections").get(0);
    assertThat(objection.path("subject").asString()).isEqualTo("this machine");
    assertThat(objection.path("message").asString()).contains("has no disk of model");
    assertThat(objection.path("remedy").asString()).contains("--fallback");
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.disk.ToolJson.BlockTree;
import io.hydrant.disk.ToolJson.Mounted;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolJsonTest {
  @Test
  void anEmptyDiskHasNoSignatures() throws Exception {
    assertThat(ToolJson.signatures(Recorded.output("wipefs-blank.json"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "wipefs-xfs-ours.json,          xfs,               comfy-models",
        "wipefs-xfs-unfinished.json,    xfs,               comfy-making",
        "wipefs-xfs-foreign.json,       xfs,               null",
        "wipefs-ext4-ours.json,         ext4,              comfy-models",
        "wipefs-ext4-foreign.json,      ext4,              data",
        "wipefs-swap.json,              swap,              null",
        "wipefs-dos.json,               dos,               null",
        "wipefs-lvm.json,               LVM2_member,       null",
        "wipefs-member.json,            linux_raid_member, any:comfyui-models",
        "wipefs-member-foreign.json,    linux_raid_member, (none):kubernetes",
      })
  void aSignatureHasATypeAndPerhapsALabel(String file, String type, String label) throws Exception {
    List<Signature> signatures = ToolJson.signatures(Recorded.output(file));
    assertThat(signatures).hasSize(1);
    assertThat(signatures.getFirst().type()).isEqualTo(type);
    assertThat(signatures.getFirst().label()).isEqualTo(label);
  }

  @Test
  void allSignaturesAreSeenNotOnlyTheFirst() throws Exception {
    assertThat(ToolJson.signatures(Recorded.output("wipefs-gpt.json")))
        .extracting(Signature::type)
        .containsExactly("gpt", "gpt", "PMBR");
    assertThat(ToolJson.signatures(Recorded.output("wipefs-two.json")))
        .extracting(Signature::type)
        .containsExactly("ext4", "dos");
    assertThat(ToolJson.signatures(Recorded.output("wipefs-luks.json")))
        .extracting(Signature::type)
        .containsOnly("crypto_LUKS");
  }

  @Test
  void theIdOfAnArrayIsReadFromItsMember() throws Exception {
    assertThat(ToolJson.signatures(Recorded.output("wipefs-member.json")).getFirst().uuid())
        .isEqualTo("26187c24-5f80-7bca-fc6c-ee15a3c151b7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "{}",
        "[]",
        "{\"signatures\": null}",
        "{\"signatures\": [{}]}",
        "wipefs: error"
      })
  void whatIsNoAnswerIsNotTakenForNothingThere(String text) {
    assertThatThrownBy(() -> ToolJson.signatures(text)).isInstanceOf(DiskException.class);
  }

  @Test
  void aFreeDiskHasNothingOnIt() throws Exception {
    assertThat(ToolJson.blockTree(Recorded.output("lsblk-free.json")))
        .isEqualTo(
            new BlockTree(
                "loop0", new DeviceNumber(7, 0), "loop", 419430400, List.of(), List.of()));
  }

  @Test
  void partitionsAreChildren() throws Exception {
    BlockTree tree = ToolJson.blockTree(Recorded.output("lsblk-partitioned.json"));
    assertThat(tree.children())
        .containsExactly(
            new BlockTree(
                "loop0p1", new DeviceNumber(259, 0), "part", 104857600, List.of(), List.of()));
  }

  @Test
  void mountsAndSwapAreMountPoints() throws Exception {
    assertThat(ToolJson.blockTree(Recorded.output("lsblk-mounted.json")).mounts())
        .containsExactly("/mnt/other");
    assertThat(ToolJson.blockTree(Recorded.output("lsblk-swap.json")).mounts())
        .containsExactly("[SWAP]");
  }

  @ParameterizedTest
  @CsvSource({
    "lsblk-member.json,          raid0, 2143289344",
    "lsblk-member-mounted.json,  raid0, 2143289344",
    "lsblk-member-inactive.json, md,    0",
  })
  void anArrayIsAChildOfItsMembersRunningOrNot(String file, String type, long size)
      throws Exception {
    BlockTree array = ToolJson.blockTree(Recorded.output(file)).children().getFirst();
    assertThat(array.name()).isEqualTo("md127");
    assertThat(array.type()).isEqualTo(type);
    assertThat(array.size()).isEqualTo(size);
  }

  @Test
  void anArrayIsADeviceOfItsOwn() throws Exception {
    assertThat(ToolJson.blockTree(Recorded.output("lsblk-array.json")).number())
        .isEqualTo(new DeviceNumber(9, 127));
    assertThat(ToolJson.blockTree(Recorded.output("lsblk-array-inactive.json")).size()).isZero();
  }

  @Test
  void aMountIsADeviceAndAFolderOfIt() throws Exception {
    assertThat(mounted("findmnt-disk.json").root()).isEqualTo("/");
    assertThat(mounted("findmnt-array.json").device()).isEqualTo(new DeviceNumber(9, 127));
    assertThat(mounted("findmnt-array.json").options()).contains("noatime", "rw");
    assertThat(mounted("findmnt-bind.json").root()).isEqualTo("/comfyui-models");
  }

  @Test
  void ofSeveralMountsAtOnePlaceTheUppermostCounts() throws Exception {
    assertThat(mounted("findmnt-stacked.json").type()).isEqualTo("tmpfs");
  }

  @Test
  void silenceOfFindmntMeansNotMounted() throws Exception {
    assertThat(ToolJson.mounted("")).isNull();
  }

  private static Mounted mounted(String file) throws DiskException {
    return Objects.requireNonNull(ToolJson.mounted(Recorded.output(file)));
  }
}

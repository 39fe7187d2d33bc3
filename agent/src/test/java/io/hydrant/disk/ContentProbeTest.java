package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentProbeTest {
  private static Content content(String wipefs, String mdadm) {
    Shell shell =
        command -> new Shell.Output(0, command.getFirst().equals("wipefs") ? wipefs : mdadm, "");
    return new ContentProbe(new Tools(shell)).contentOf(Path.of("/dev/nvme1n1"));
  }

  private static Content recorded(String file) {
    return content(Recorded.output(file), Recorded.output("mdadm-examine.txt"));
  }

  @Test
  void anEmptyDiskIsBlank() {
    assertThat(recorded("wipefs-blank.json")).isEqualTo(new Content.Blank());
  }

  @ParameterizedTest
  @CsvSource({
    "wipefs-xfs-ours.json,       XFS,  true,  c6c59a50-e9a1-4d34-aade-e4dc58838ce0",
    "wipefs-xfs-unfinished.json, XFS,  false, c6c59a50-e9a1-4d34-aade-e4dc58838ce0",
    "wipefs-ext4-ours.json,      EXT4, true,  0d16705d-efa9-4538-a365-5bec327d9601",
  })
  void ourFileSystemsAreKnownByTheirLabel(
      String file, FileSystemKind kind, boolean finished, String uuid) {
    assertThat(recorded(file)).isEqualTo(new Content.OurFileSystem(kind, finished, uuid));
  }

  @Test
  void aMemberOfOurArrayTellsHowManyThereAre() {
    assertThat(recorded("wipefs-member.json")).isEqualTo(new Content.OurMember(Sample.ARRAY, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wipefs-xfs-foreign.json",
        "wipefs-ext4-foreign.json",
        "wipefs-swap.json",
        "wipefs-gpt.json",
        "wipefs-dos.json",
        "wipefs-lvm.json",
        "wipefs-luks.json",
        "wipefs-member-foreign.json",
        "wipefs-two.json"
      })
  void everythingElseIsForeign(String file) {
    assertThat(recorded(file)).isInstanceOf(Content.Foreign.class);
  }

  @Test
  void ourLabelOnAnotherKindOfFileSystemIsForeign() {
    assertThat(
            content(
                """
                {"signatures": [{"type": "btrfs", "uuid": "a", "label": "comfy-models"}]}
                """,
                ""))
        .isInstanceOf(Content.Foreign.class);
  }

  @Test
  void aToolThatFailsLeavesADoubt() {
    Shell failing = _ -> new Shell.Output(1, "", "wipefs: error: Input/output error");
    Content content = new ContentProbe(new Tools(failing)).contentOf(Path.of("/dev/nvme1n1"));
    assertThat(content).isInstanceOf(Content.Unreadable.class);
    assertThat(content.text()).contains("wipefs -J /dev/nvme1n1", "Input/output error");
  }

  @Test
  void aToolThatIsMissingLeavesADoubt() {
    Shell missing =
        _ -> {
          throw new DiskException("'wipefs' could not be started");
        };
    assertThat(new ContentProbe(new Tools(missing)).contentOf(Path.of("/dev/nvme1n1")))
        .isInstanceOf(Content.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wipefs: oops", "{}"})
  void anAnswerThatCannotBeReadLeavesADoubt(String answer) {
    assertThat(content(answer, "")).isInstanceOf(Content.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MD_LEVEL=raid0\nMD_DEVICES=2",
        "MD_LEVEL=raid0\nMD_UUID=00000000:11112222:33334444:55556666",
        "MD_LEVEL=raid1\nMD_DEVICES=2\nMD_UUID=26187c24:5f807bca:fc6cee15:a3c151b7",
        "MD_LEVEL=raid0\nMD_DEVICES=two\nMD_UUID=26187c24:5f807bca:fc6cee15:a3c151b7",
      })
  void aMemberThatItsOwnSuperblockDoesNotConfirmLeavesADoubt(String examined) {
    assertThat(content(Recorded.output("wipefs-member.json"), examined))
        .isInstanceOf(Content.Unreadable.class);
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetyChecksTest {
  private final SafetyChecks checks = new SafetyChecks(Sample.settings());

  static Stream<Arguments> oneThingWrong() {
    Usage free = Sample.free();
    return Stream.of(
        Arguments.of(
            new DiskState(Sample.disk(1, Sample.EBS_MODEL), free, new Content.Blank()),
            "is a 'Amazon Elastic Block Store', not instance store"),
        Arguments.of(new DiskState(ofSize(0), free, new Content.Blank()), "has no size"),
        Arguments.of(
            used(List.of("nvme1n1p1"), List.of(), List.of(), false, false, Usage.Claim.GRANTED),
            "has partitions: nvme1n1p1"),
        Arguments.of(
            used(List.of(), List.of("dm-0"), List.of(), false, false, Usage.Claim.GRANTED),
            "is part of dm-0"),
        Arguments.of(
            used(List.of(), List.of(), List.of("/data"), false, false, Usage.Claim.GRANTED),
            "is mounted at /data"),
        Arguments.of(
            used(List.of(), List.of(), List.of(), true, false, Usage.Claim.GRANTED), "is swap"),
        Arguments.of(
            used(List.of(), List.of(), List.of(), false, true, Usage.Claim.GRANTED),
            "carries the root file system"),
        Arguments.of(
            used(List.of(), List.of(), List.of(), false, false, Usage.Claim.BUSY),
            "could not be opened exclusively"),
        Arguments.of(
            used(List.of(), List.of(), List.of(), false, false, Usage.Claim.NOT_TRIED),
            "could not be opened exclusively"),
        Arguments.of(
            new DiskState(
                Sample.disk(1),
                new Usage(
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    false,
                    Usage.Claim.GRANTED,
                    List.of("is 259:1 in sysfs, and '/dev/nvme1n1' is 259:7")),
                new Content.Blank()),
            "is 259:1 in sysfs, and '/dev/nvme1n1' is 259:7"),
        Arguments.of(Sample.foreign(1), "carries ext4 'data'"),
        Arguments.of(
            new DiskState(Sample.disk(1), free, new Content.Unreadable("wipefs ended with 1")),
            "does not tell what is on it: wipefs ended with 1"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("oneThingWrong")
  void oneThingWrongIsOneObjectionWithItsOwnMessage(DiskState state, String message) {
    List<Objection> objections = checks.against(state, null);
    assertThat(objections).hasSize(1);
    assertThat(objections.getFirst().subject()).isEqualTo("nvme1n1");
    assertThat(objections.getFirst().message()).startsWith(message);
    assertThat(objections.getFirst().remedy()).isNotEmpty();
  }

  @Test
  void everyCheckSpeaksForItself() {
    List<String> messages =
        oneThingWrong().map(arguments -> (String) arguments.get()[1]).distinct().toList();
    assertThat(messages).hasSize(11);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    Usage usage =
        new Usage(
            List.of("nvme1n1p1"),
            List.of("dm-0"),
            List.of("/data"),
            true,
            true,
            Usage.Claim.BUSY,
            List.of("looks odd"));
    DiskState state =
        new DiskState(Sample.disk(1, Sample.EBS_MODEL), usage, new Content.Foreign(List.of()));
    assertThat(checks.against(state, null)).hasSize(9);
  }

  @Test
  void emptyDisksAndOursAreSafe() {
    assertThat(checks.against(Sample.blank(1), null)).isEmpty();
    assertThat(checks.against(Sample.ours(1, true), null)).isEmpty();
    assertThat(checks.against(Sample.member(1, 2, Sample.free()), null)).isEmpty();
  }

  @Test
  void onlyTheArrayThatIsMeantMayHoldADisk() {
    Array array = Sample.array(true, new Content.Blank(), "nvme1n1");
    assertThat(checks.against(Sample.member(1, 2, Sample.heldBy("md127")), array)).isEmpty();
    assertThat(checks.against(Sample.member(1, 2, Sample.heldBy("md126")), array)).hasSize(2);
    assertThat(checks.against(Sample.member(1, 2, Sample.heldBy("md127")), null)).hasSize(2);
    DiskState busyForAnotherReason =
        used(List.of(), List.of(), List.of(), false, false, Usage.Claim.BUSY);
    assertThat(checks.against(busyForAnotherReason, array)).hasSize(1);
  }

  @Test
  void anArrayOfAnotherNameOrLevelIsNotOurs() {
    Array ours = Sample.array(true, new Content.Blank(), "nvme1n1", "nvme2n1");
    assertThat(checks.against(ours)).isEmpty();
    assertThat(checks.against(renamed(ours, "(none):kubernetes", "raid0")))
        .extracting(Objection::message)
        .containsExactly("is the raid0 array '(none):kubernetes', not ours");
    assertThat(checks.against(renamed(ours, Ours.ARRAY_LABEL, "raid1"))).hasSize(1);
  }

  @Test
  void anArrayWithinAnArrayIsNotOurs() {
    Array nested = Sample.array(true, new Content.OurMember(Sample.ARRAY, 2), "nvme1n1");
    assertThat(checks.against(nested)).hasSize(1);
  }

  private static Array renamed(Array array, String label, String level) {
    return new Array(
        array.name(),
        array.node(),
        array.number(),
        array.size(),
        label,
        array.uuid(),
        level,
        array.members(),
        array.active(),
        array.usage(),
        array.content());
  }

  private static Disk ofSize(long bytes) {
    Disk disk = Sample.disk(1);
    return new Disk(
        disk.name(), disk.node(), disk.number(), new ByteSize(bytes), disk.model(), disk.serial());
  }

  private static DiskState used(
      List<String> partitions,
      List<String> holders,
      List<String> mounts,
      boolean swap,
      boolean root,
      Usage.Claim claim) {
    return new DiskState(
        Sample.disk(1),
        new Usage(partitions, holders, mounts, swap, root, claim, List.of()),
        new Content.Blank());
  }
}

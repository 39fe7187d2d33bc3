package io.hydrant.disk;

import static io.hydrant.disk.Sample.ARRAY;
import static io.hydrant.disk.Sample.ROOT;
import static io.hydrant.disk.Sample.array;
import static io.hydrant.disk.Sample.blank;
import static io.hydrant.disk.Sample.disk;
import static io.hydrant.disk.Sample.ebs;
import static io.hydrant.disk.Sample.facts;
import static io.hydrant.disk.Sample.foreign;
import static io.hydrant.disk.Sample.free;
import static io.hydrant.disk.Sample.heldBy;
import static io.hydrant.disk.Sample.member;
import static io.hydrant.disk.Sample.mount;
import static io.hydrant.disk.Sample.ours;
import static io.hydrant.disk.Sample.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The decision table of `docs/disk.md`, row by row.
class DiskPlannerTest {
  private static final Path FALLBACK = Path.of("/var/lib/models");
  private static final SharedSpace FALLBACK_SPACE =
      new SharedSpace(FALLBACK, new DeviceNumber(259, 0), "/var/lib/models", Set.of("nvme0n1"));
  private static final SharedSpace ADOPTABLE =
      new SharedSpace(
          Path.of("/mnt/k8s-disks/0/comfyui-models"),
          new DeviceNumber(9, 126),
          "/comfyui-models",
          Set.of("nvme1n1", "nvme2n1"));

  private final DiskPlanner planner = new DiskPlanner(Sample.settings());

  private List<String> steps(DiskFacts facts) {
    DiskPlan plan = planner.plan(facts);
    assertThat(plan).isInstanceOf(DiskPlan.Proceed.class);
    return ((DiskPlan.Proceed) plan).steps().stream().map(step -> step.text(ROOT)).toList();
  }

  private List<Objection> objections(DiskFacts facts) {
    DiskPlan plan = planner.plan(facts);
    assertThat(plan).isInstanceOf(DiskPlan.Refused.class);
    return ((DiskPlan.Refused) plan).objections();
  }

  private void assertRefused(DiskFacts facts, String subject, String message) {
    assertThat(objections(facts))
        .anySatisfy(objection -> {
          assertThat(objection.subject()).isEqualTo(subject);
          assertThat(objection.message()).contains(message);
          assertThat(objection.remedy()).isNotEmpty();
        });
  }

  @Test
  void oneEmptyDiskGetsAFileSystem() {
    assertThat(steps(facts(ebs(0), blank(1))))
        .containsExactly(
            "make xfs on nvme1n1",
            "mount the xfs on nvme1n1 at /comfyui-models",
            "make the folders data and .hydrant there");
  }

  @Test
  void severalEmptyDisksBecomeOneArray() {
    assertThat(steps(facts(blank(2), blank(10), blank(1))))
        .containsExactly(
            "make a RAID0 array of nvme1n1, nvme2n1, nvme10n1",
            "make xfs on the array of nvme1n1 + nvme2n1 + nvme10n1",
            "mount the xfs on the array of nvme1n1 + nvme2n1 + nvme10n1 at /comfyui-models",
            "make the folders data and .hydrant there");
  }

  @Test
  void aFileSystemOfOursIsMountedAndNotMade() {
    assertThat(steps(facts(ours(1, true))))
        .containsExactly(
            "mount the xfs on nvme1n1 at /comfyui-models",
            "make the folders data and .hydrant there");
  }

  @Test
  void aFileSystemOfOursKeepsItsKindWhateverIsAskedForNow() {
    DiskState ext4 =
        new DiskState(disk(1), free(), new Content.OurFileSystem(FileSystemKind.EXT4, true, "a-b"));
    assertThat(steps(facts(ext4)).getFirst())
        .isEqualTo("mount the ext4 on nvme1n1 at /comfyui-models");
  }

  @Test
  void anUnfinishedFileSystemIsMadeAgain() {
    assertThat(steps(facts(ours(1, false))))
        .startsWith("remove our own signatures from nvme1n1", "make xfs on nvme1n1");
  }

  @Test
  void aFileSystemOfOursThatCannotBeMountedIsMadeAgain() {
    DiskFacts facts = facts(ours(1, true));
    assertThat(steps(after(facts, Failures.none().plusMount(new Volume(List.of(disk(1)))))))
        .startsWith("remove our own signatures from nvme1n1", "make xfs on nvme1n1");
  }

  @Test
  void disksNextToAFileSystemOfOursStayUnusedAndAreMentioned() {
    DiskPlan plan = planner.plan(facts(ours(1, true), blank(2), foreign(3)));
    assertThat(plan).isInstanceOf(DiskPlan.Proceed.class);
    DiskPlan.Proceed proceed = (DiskPlan.Proceed) plan;
    assertThat(proceed.steps()).flatExtracting(Step::writesTo).containsOnly(disk(1));
    assertThat(proceed.notes()).hasSize(2).anyMatch(note -> note.startsWith("nvme3n1"));
  }

  @Test
  void oneForeignDiskAmongEmptyOnesStopsAll() {
    assertRefused(facts(blank(1), foreign(2)), "nvme2n1", "carries ext4 'data'");
  }

  @Test
  void twoVolumesOfOursAreOneTooMany() {
    assertRefused(facts(ours(1, true), ours(2, true)), "this machine", "more than one volume");
    assertRefused(
        facts(ours(1, true), member(2, 2, free())), "this machine", "more than one volume");
  }

  @Test
  void aRunningArrayOfOursIsMounted() {
    Content fileSystem = new Content.OurFileSystem(FileSystemKind.XFS, true, ARRAY.toString());
    assertThat(steps(running(fileSystem)))
        .containsExactly(
            "mount the xfs on the array of nvme1n1 + nvme2n1 at /comfyui-models",
            "make the folders data and .hydrant there");
  }

  @Test
  void aRunningArrayWithNothingOnItGetsAFileSystem() {
    assertThat(steps(running(new Content.Blank())))
        .startsWith("make xfs on the array of nvme1n1 + nvme2n1");
  }

  /// An array made anew on the same disks shows the file system of the old one, whose files may be
  /// mixed up: the stripes are in another order.
  @Test
  void aFileSystemThatAnOlderArrayLeftIsNotMounted() {
    Content older =
        new Content.OurFileSystem(FileSystemKind.XFS, true, "00000000-1111-2222-3333-444444444444");
    assertThat(steps(running(older)))
        .startsWith(
            "remove our own signatures from the array of nvme1n1 + nvme2n1",
            "make xfs on the array of nvme1n1 + nvme2n1");
  }

  @Test
  void somethingForeignOnOurArrayIsRefused() {
    assertRefused(
        running(new Content.Foreign(List.of(new Signature("LVM2_member", null, null)))),
        "md127",
        "carries LVM2_member");
  }

  @Test
  void anArrayWithAllMembersThatDoesNotRunIsAssembled() {
    assertThat(steps(facts(member(1, 2, free()), member(2, 2, free()))))
        .containsExactly(
            "assemble the array of nvme1n1 + nvme2n1", "look what is on it and go on from there");
  }

  @Test
  void anArrayWithAllMembersThatIsHalfStartedIsStoppedAndAssembled() {
    Array half = array(false, new Content.Unreadable("it does not run"), "nvme1n1");
    assertThat(steps(facts(List.of(half), member(1, 2, heldBy("md127")), member(2, 2, free()))))
        .containsExactly(
            "stop md127, which lacks members",
            "assemble the array of nvme1n1 + nvme2n1",
            "look what is on it and go on from there");
  }

  @Test
  void anArrayThatLacksAMemberIsMadeAgainOfAllDisks() {
    Array half = array(false, new Content.Unreadable("it does not run"), "nvme1n1");
    assertThat(steps(facts(List.of(half), member(1, 2, heldBy("md127")), blank(2))))
        .startsWith(
            "stop md127, which lacks members",
            "remove our own signatures from nvme1n1",
            "make a RAID0 array of nvme1n1, nvme2n1",
            "make xfs on the array of nvme1n1 + nvme2n1");
  }

  @Test
  void theOnlyMemberLeftBecomesASingleDisk() {
    assertThat(steps(facts(member(1, 2, free()))))
        .startsWith("remove our own signatures from nvme1n1", "make xfs on nvme1n1");
  }

  @Test
  void anArrayThatCannotBeAssembledIsMadeAgain() {
    DiskFacts facts = facts(member(1, 2, free()), member(2, 2, free()));
    assertThat(steps(after(facts, Failures.none().plusAssembly(ARRAY))))
        .startsWith(
            "remove our own signatures from nvme1n1",
            "remove our own signatures from nvme2n1",
            "make a RAID0 array of nvme1n1, nvme2n1");
  }

  @Test
  void anArrayIsNotMadeAgainNextToAForeignDisk() {
    assertRefused(facts(member(1, 2, free()), foreign(2)), "nvme2n1", "carries ext4 'data'");
  }

  @Test
  void anArrayWithAMemberThatIsNotInstanceStoreIsNotOurs() {
    DiskState ebsMember =
        new DiskState(disk(0, Sample.EBS_MODEL), free(), new Content.OurMember(ARRAY, 2));
    assertRefused(facts(ebsMember, member(1, 2, free())), "nvme0n1", "Elastic Block Store");
    Array mixed = array(false, new Content.Unreadable("it does not run"), "nvme1n1", "sdb1");
    assertRefused(
        facts(List.of(mixed), member(1, 2, heldBy("md127"))), "md127", "has the member sdb1");
  }

  @Test
  void withoutInstanceStoreNothingIsDone() {
    assertRefused(facts(ebs(0)), "this machine", "no disk of model");
    assertRefused(facts(), "this machine", "no disk of model");
  }

  @Test
  void withoutInstanceStoreAFallbackIsUsedWhereOneIsAllowed() {
    DiskFacts facts = with(facts(ebs(0)), null, FALLBACK_SPACE);
    assertThat(steps(facts))
        .containsExactly(
            "mount the folder /var/lib/models at /comfyui-models",
            "make the folders data and .hydrant there and limit the models to 70%");
  }

  @Test
  void aFallbackIsNoWayAroundADiskThatIsRefused() {
    assertRefused(with(facts(foreign(1)), null, FALLBACK_SPACE), "nvme1n1", "carries ext4");
  }

  @Test
  void whatKarpenterMountedIsAdoptedAndNotFormatted() {
    DiskState used = new DiskState(disk(1), heldBy("md126"), new Content.Foreign(List.of()));
    DiskState other = new DiskState(disk(2), heldBy("md126"), new Content.Foreign(List.of()));
    assertThat(steps(with(facts(used, other), ADOPTABLE, null)))
        .containsExactly(
            "mount the folder /mnt/k8s-disks/0/comfyui-models at /comfyui-models",
            "make the folders data and .hydrant there and limit the models to 70%");
  }

  @Test
  void aMountOnOtherDisksIsNotAdopted() {
    SharedSpace onEbs =
        new SharedSpace(
            ADOPTABLE.directory(), new DeviceNumber(259, 0), "/comfyui-models", Set.of("nvme0n1"));
    assertThat(steps(with(facts(ebs(0), blank(1)), onEbs, null)).getFirst())
        .isEqualTo("make xfs on nvme1n1");
    SharedSpace onTmpfs =
        new SharedSpace(
            ADOPTABLE.directory(), new DeviceNumber(0, 44), "/comfyui-models", Set.of());
    assertRefused(with(facts(ebs(0)), onTmpfs, null), "this machine", "no disk of model");
  }

  @Test
  void whatIsMountedAlreadyIsLeftAlone() {
    DiskState mounted =
        new DiskState(disk(1), Sample.mountedAt("/comfyui-models"), Sample.fileSystem(true));
    assertThat(steps(at(facts(mounted), "259:1", "/")))
        .containsExactly("make the folders data and .hydrant there");
  }

  @Test
  void ourArrayMountedAlreadyIsLeftAlone() {
    DiskFacts facts =
        running(new Content.OurFileSystem(FileSystemKind.XFS, true, ARRAY.toString()));
    assertThat(steps(at(facts, "9:127", "/")))
        .containsExactly("make the folders data and .hydrant there");
  }

  @Test
  void anAdoptedFolderMountedAlreadyKeepsItsLimit() {
    DiskFacts facts = with(facts(ebs(0)), ADOPTABLE, null);
    assertThat(steps(at(facts, "9:126", "/comfyui-models")))
        .containsExactly("make the folders data and .hydrant there and limit the models to 70%");
  }

  @Test
  void aForeignMountIsRefused() {
    assertRefused(at(facts(blank(1)), "8:1", "/"), "/comfyui-models", "is already a mount");
    assertRefused(
        at(facts(ours(1, true)), "259:1", "/below"), "/comfyui-models", "is already a mount");
    assertRefused(at(facts(foreign(1)), "259:1", "/"), "/comfyui-models", "is already a mount");
  }

  @Test
  void aMountPointThatIsNotFreeIsRefusedTogetherWithTheDisks() {
    Objection full = new Objection("/comfyui-models", "is not empty", "move it away");
    DiskFacts facts = facts(foreign(1));
    List<Objection> objections =
        objections(withRoot(facts, root(new RootFacts.State.Blocked(full))));
    assertThat(objections).hasSize(2).contains(full);
  }

  @Test
  void aMountThatNobodyElseWouldSeeIsRefused() {
    MountEntry unshared = mount("8:1", "/", "/host", false);
    DiskFacts facts =
        withRoot(facts(blank(1)), new RootFacts(ROOT, new RootFacts.State.Free(), unshared));
    assertRefused(facts, "/comfyui-models", "is not shared");
    assertThat(objections(facts).getFirst().remedy()).contains("Bidirectional", "/host");
  }

  private static DiskFacts running(Content content) {
    return facts(
        List.of(array(true, content, "nvme1n1", "nvme2n1")),
        member(1, 2, heldBy("md127")),
        member(2, 2, heldBy("md127")));
  }

  private static DiskFacts after(DiskFacts facts, Failures failures) {
    return new DiskFacts(facts.disks(), facts.arrays(), facts.root(), null, null, failures);
  }

  private static DiskFacts with(
      DiskFacts facts, @Nullable SharedSpace adoptable, @Nullable SharedSpace fallback) {
    return new DiskFacts(
        facts.disks(), facts.arrays(), facts.root(), adoptable, fallback, facts.failures());
  }

  private static DiskFacts withRoot(DiskFacts facts, RootFacts root) {
    return new DiskFacts(
        facts.disks(), facts.arrays(), root, facts.adoptable(), facts.fallback(), facts.failures());
  }

  private static DiskFacts at(DiskFacts facts, String device, String folder) {
    return withRoot(
        facts, root(new RootFacts.State.Mounted(mount(device, folder, "/comfyui-models", true))));
  }
}

package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// Facts as a node might show them, and as no node ever would.
///
/// Half of them come from a sound node in which a few things are then made wrong; the others are
/// put together blindly.
final class RandomFacts {
  private static final List<UUID> IDS =
      List.of(Sample.ARRAY, UUID.fromString("00000000-1111-2222-3333-444444444444"));

  private final Random random;

  /// How likely a single property is to be wrong.
  private final double wrong;

  RandomFacts(Random random) {
    this.random = random;
    this.wrong = random.nextBoolean() ? 0.02 : 0.25;
  }

  DiskFacts facts() {
    List<Array> arrays = new ArrayList<>();
    List<DiskState> disks = new ArrayList<>();
    int count = random.nextInt(5);
    int scene = random.nextInt(5);
    boolean running = random.nextBoolean();
    Set<String> members = new HashSet<>();
    for (int i = 1; i <= count; i++) {
      Content content =
          switch (scene) {
            case 0 -> new Content.Blank();
            case 1 -> i == 1 ? fileSystem() : new Content.Blank();
            case 2 -> new Content.OurMember(Sample.ARRAY, count);
            case 3 -> i == 1 ? new Content.OurMember(Sample.ARRAY, 2) : new Content.Blank();
            default -> anyContent();
          };
      boolean member = content instanceof Content.OurMember && running;
      if (member) {
        members.add("nvme" + i + "n1");
      }
      disks.add(disk(i, isWrong() ? anyContent() : content, member));
    }
    if (!members.isEmpty() || isWrong()) {
      arrays.add(array("md127", members, scene == 2));
    }
    if (isWrong()) {
      arrays.add(array("md126", names(count), random.nextBoolean()));
    }
    return new DiskFacts(disks, arrays, root(), space(count), space(count), failures(disks));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private boolean isWrong() {
    return random.nextDouble() < wrong;
  }

  private DiskState disk(int index, Content content, boolean member) {
    Disk sound = Sample.disk(index, isWrong() ? anyModel() : DiskSettings.EC2_MODEL);
    Disk disk =
        new Disk(
            sound.name(),
            sound.node(),
            sound.number(),
            isWrong() ? ByteSize.ZERO : sound.size(),
            sound.model(),
            sound.serial());
    return new DiskState(disk, usage(member ? List.of("md127") : List.of(), member), content);
  }

  private String anyModel() {
    return any(
        List.of(
            Sample.EBS_MODEL,
            "",
            "Amazon EC2 NVMe Instance Storage 2",
            "amazon ec2 nvme instance storage"));
  }

  private Usage usage(List<String> holders, boolean busy) {
    return new Usage(
        isWrong() ? List.of("p1") : List.of(),
        isWrong() ? List.of(random.nextBoolean() ? "dm-0" : "md127", "md126") : holders,
        isWrong() ? List.of("/data") : List.of(),
        isWrong(),
        isWrong(),
        isWrong()
            ? any(List.of(Usage.Claim.values()))
            : busy ? Usage.Claim.BUSY : Usage.Claim.GRANTED,
        isWrong() ? List.of("looks odd") : List.of());
  }

  private Array array(String name, Set<String> members, boolean complete) {
    boolean active = isWrong() != complete;
    Set<String> all = new HashSet<>(members);
    if (isWrong()) {
      all.add("sdb");
    }
    return new Array(
        name,
        Path.of("/dev", name),
        new DeviceNumber(9, 127),
        ByteSize.ofGibibytes(active ? 200 : 0),
        isWrong() ? "(none):kubernetes" : Ours.ARRAY_LABEL,
        isWrong() ? IDS.get(1) : IDS.get(0),
        isWrong() ? "raid1" : active ? "raid0" : "",
        all,
        active,
        usage(List.of(), false),
        isWrong() ? anyContent() : random.nextBoolean() ? fileSystem() : new Content.Blank());
  }

  private Set<String> names(int count) {
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= count; i++) {
      if (random.nextBoolean()) {
        names.add("nvme" + i + "n1");
      }
    }
    return names;
  }

  private Content anyContent() {
    return switch (random.nextInt(6)) {
      case 0 -> new Content.Blank();
      case 1 -> fileSystem();
      case 2 -> new Content.OurMember(any(IDS), 1 + random.nextInt(4));
      case 3 -> new Content.Foreign(List.of(new Signature("ext4", "data", null)));
      case 4 -> new Content.Foreign(List.of());
      default -> new Content.Unreadable("an I/O error");
    };
  }

  private Content fileSystem() {
    return new Content.OurFileSystem(
        any(List.of(FileSystemKind.values())), random.nextBoolean(), any(IDS).toString());
  }

  private RootFacts root() {
    MountEntry around = Sample.mount("8:1", "/", "/", !isWrong());
    RootFacts.State state =
        !isWrong()
            ? new RootFacts.State.Free()
            : random.nextBoolean()
                ? new RootFacts.State.Blocked(new Objection("/m", "is not empty", "move it away"))
                : new RootFacts.State.Mounted(
                    Sample.mount("259:" + random.nextInt(5), "/", "/comfyui-models", true));
    return new RootFacts(Sample.ROOT, state, around);
  }

  private SharedSpace space(int disks) {
    return new SharedSpace(
        Path.of("/mnt/k8s-disks/0/comfyui-models"),
        new DeviceNumber(259, random.nextInt(5)),
        "/comfyui-models",
        isWrong() ? names(disks) : Set.of("nvme0n1"));
  }

  private Failures failures(List<DiskState> disks) {
    Failures failures = Failures.none();
    if (isWrong()) {
      failures = failures.plusAssembly(Sample.ARRAY);
    }
    if (isWrong() && !disks.isEmpty()) {
      failures = failures.plusMount(Volume.of(disks.getFirst())).plusMount(Volume.of(disks));
    }
    return failures;
  }
}

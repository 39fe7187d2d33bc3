package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Facts for tests: a node with instance-store disks and nothing special about it.
final class Sample {
  static final UUID ARRAY = UUID.fromString("26187c24-5f80-7bca-fc6c-ee15a3c151b7");
  static final String EBS_MODEL = "Amazon Elastic Block Store";
  static final Path ROOT = Path.of("/comfyui-models");
  static final Path ADOPT = Path.of("/mnt/k8s-disks/0");

  private static final MountEntry SHARED_ROOT = mount("8:1", "/", "/", true);

  private Sample() {}

  static DiskSettings settings() {
    return settings(ROOT, null);
  }

  static DiskSettings settings(Path root, @Nullable Path fallback) {
    return new DiskSettings(
        root,
        Pattern.compile(DiskSettings.EC2_MODEL),
        FileSystemKind.XFS,
        ADOPT,
        fallback,
        new SpaceLimit.Share(70),
        new Owner(65532, 65532),
        new HostPaths(Path.of("/sys"), Path.of("/dev"), Path.of("/proc")));
  }

  static Disk disk(int index) {
    return disk(index, DiskSettings.EC2_MODEL);
  }

  static Disk disk(int index, String model) {
    return new Disk(
        "nvme" + index + "n1",
        Path.of("/dev/nvme" + index + "n1"),
        new DeviceNumber(259, index),
        ByteSize.ofGibibytes(100),
        model,
        "AWS" + index);
  }

  static Usage free() {
    return new Usage(List.of(), List.of(), List.of(), false, false, Usage.Claim.GRANTED, List.of());
  }

  static Usage heldBy(String holder) {
    return new Usage(
        List.of(), List.of(holder), List.of(), false, false, Usage.Claim.BUSY, List.of());
  }

  static Usage mountedAt(String place) {
    return new Usage(
        List.of(), List.of(), List.of(place), false, false, Usage.Claim.BUSY, List.of());
  }

  static DiskState blank(int index) {
    return new DiskState(disk(index), free(), new Content.Blank());
  }

  static DiskState ours(int index, boolean finished) {
    return new DiskState(disk(index), free(), fileSystem(finished));
  }

  static Content fileSystem(boolean finished) {
    return new Content.OurFileSystem(FileSystemKind.XFS, finished, "a-b");
  }

  static DiskState foreign(int index) {
    return new DiskState(
        disk(index), free(), new Content.Foreign(List.of(new Signature("ext4", "data", null))));
  }

  static DiskState member(int index, int devices, Usage usage) {
    return new DiskState(disk(index), usage, new Content.OurMember(ARRAY, devices));
  }

  static DiskState ebs(int index) {
    return new DiskState(
        disk(index, EBS_MODEL),
        new Usage(
            List.of(), List.of(), List.of("/"), false, true, Usage.Claim.NOT_TRIED, List.of()),
        new Content.Foreign(List.of(new Signature("xfs", null, null))));
  }

  static Array array(boolean active, Content content, String... members) {
    return new Array(
        "md127",
        Path.of("/dev/md127"),
        new DeviceNumber(9, 127),
        ByteSize.ofGibibytes(active ? 200 : 0),
        Ours.ARRAY_LABEL,
        ARRAY,
        active ? "raid0" : "",
        Set.of(members),
        active,
        free(),
        content);
  }

  static RootFacts root(RootFacts.State state) {
    return new RootFacts(ROOT, state, SHARED_ROOT);
  }

  static MountEntry mount(String device, String folder, String target, boolean shared) {
    return new MountEntry(
        DeviceNumber.parse(device), folder, Path.of(target), shared, "xfs", "/dev/sda1");
  }

  static DiskFacts facts(DiskState... disks) {
    return facts(List.of(), disks);
  }

  static DiskFacts facts(List<Array> arrays, DiskState... disks) {
    return new DiskFacts(
        List.of(disks), arrays, root(new RootFacts.State.Free()), null, null, Failures.none());
  }
}

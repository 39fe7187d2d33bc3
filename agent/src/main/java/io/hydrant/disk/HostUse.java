package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the machine uses at one moment.
///
/// @param host the mounts as the host sees them
/// @param own the mounts as this process sees them
/// @param rootDisks the names of the disks that carry the host's root file system
record HostUse(MountTable host, MountTable own, Set<DeviceNumber> swaps, Set<String> rootDisks) {
  HostUse {
    swaps = Set.copyOf(swaps);
    rootDisks = Set.copyOf(rootDisks);
  }

  static HostUse read(HostPaths paths, DeviceNodes nodes, Sysfs sysfs) throws IOException {
    MountTable host = mounts(paths.proc().resolve("1/mountinfo"));
    return new HostUse(
        host,
        mounts(paths.proc().resolve("self/mountinfo")),
        swaps(paths, nodes),
        disksUnder(host.containing(Path.of("/")), paths, sysfs, nodes));
  }

  private static MountTable mounts(Path file) throws IOException {
    try {
      return MountTable.parse(Files.readAllLines(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new DiskException(
          "'" + file + "' cannot be read: run as root, and give the container the host's /proc", e);
    }
  }

  private static Set<DeviceNumber> swaps(HostPaths paths, DeviceNodes nodes) throws IOException {
    List<String> devices =
        Files.readAllLines(paths.proc().resolve("swaps")).stream()
            .skip(1)
            .map(line -> MountTable.plain(line.split("\\s+", 2)[0]))
            .filter(name -> name.startsWith("/dev/"))
            .toList();
    Set<DeviceNumber> numbers = new HashSet<>();
    for (String device : devices) {
      DeviceNumber number = nodes.numberOf(inDev(device, paths));
      if (number == null) {
        throw new DiskException(
            "the swap '"
                + device
                + "' is not in '"
                + paths.dev()
                + "': give the container the host's /dev");
      }
      numbers.add(number);
    }
    return numbers;
  }

  /// A `/dev/…` path of the host as seen from here.
  private static Path inDev(String device, HostPaths paths) {
    return paths.dev().resolve(Path.of("/dev").relativize(Path.of(device)).toString());
  }

  boolean isSwap(List<DeviceNumber> numbers) {
    return numbers.stream().anyMatch(swaps::contains);
  }

  /// Where one of some devices is mounted, here or on the host.
  Set<String> mountPoints(List<DeviceNumber> numbers) {
    return numbers.stream()
        .flatMap(number -> Stream.of(host, own).flatMap(table -> table.of(number).stream()))
        .map(mount -> mount.target().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The disks that carry a mounted file system; empty when it lies on none.
  static Set<String> disksUnder(MountEntry mount, HostPaths paths, Sysfs sysfs, DeviceNodes nodes)
      throws IOException {
    Set<String> disks = sysfs.disksUnder(mount.device());
    if (!disks.isEmpty() || !mount.source().startsWith("/dev/")) {
      return disks;
    }
    // Btrfs mounts under a device number that no device has; its source is one.
    DeviceNumber source = nodes.numberOf(inDev(mount.source(), paths));
    return source == null ? Set.of() : sysfs.disksUnder(source);
  }
}

package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The block devices that sysfs shows.
final class Sysfs {
  /// Sizes in sysfs are in these, whatever the disk's own sectors are.
  private static final int SECTOR_BYTES = 512;

  private final Path blocks;
  private final Path dev;

  Sysfs(HostPaths host) {
    this.blocks = host.sys().resolve("block");
    this.dev = host.dev();
  }

  /// All disks with hardware behind them, by name.
  List<Disk> disks() throws IOException {
    List<Disk> disks = new ArrayList<>();
    for (String name : names(blocks)) {
      Disk disk = disk(name);
      if (disk != null) {
        disks.add(disk);
      }
    }
    return disks.stream().sorted().toList();
  }

  /// The disk of a name, or null when there is none: loop devices, arrays and the like have no
  /// hardware, and a path of a multipath NVMe disk has no device number.
  @Nullable Disk disk(String name) throws IOException {
    Path block = blocks.resolve(name);
    Path hardware = block.resolve("device");
    if (!Files.isDirectory(hardware) || !Files.exists(block.resolve("dev"))) {
      return null;
    }
    return new Disk(
        name,
        node(name),
        number(block),
        size(name),
        text(hardware.resolve("model")),
        text(hardware.resolve("serial")));
  }

  /// The names of all md arrays, running or not.
  List<String> arrays() throws IOException {
    return names(blocks).stream()
        .filter(name -> Files.isDirectory(blocks.resolve(name).resolve("md")))
        .toList();
  }

  /// Whether an array has what it needs to be read and written.
  boolean isActive(String array) throws IOException {
    String state = text(blocks.resolve(array).resolve("md/array_state"));
    return !Set.of("", "clear", "inactive").contains(state) && !size(array).isZero();
  }

  /// The devices that a device is made of.
  Set<String> members(String name) throws IOException {
    return new TreeSet<>(names(blocks.resolve(name).resolve("slaves")));
  }

  List<String> holders(String name) throws IOException {
    return names(blocks.resolve(name).resolve("holders"));
  }

  List<String> partitions(String name) throws IOException {
    Path block = blocks.resolve(name);
    return names(block).stream()
        .filter(child -> Files.exists(block.resolve(child).resolve("partition")))
        .toList();
  }

  /// The numbers by which a device or one of its partitions can be mounted.
  List<DeviceNumber> numbers(String name) throws IOException {
    Path block = blocks.resolve(name);
    List<DeviceNumber> numbers = new ArrayList<>(List.of(number(block)));
    for (String partition : partitions(name)) {
      numbers.add(number(block.resolve(partition)));
    }
    return numbers;
  }

  DeviceNumber number(String name) throws IOException {
    return number(blocks.resolve(name));
  }

  ByteSize size(String name) throws IOException {
    String sectors = text(blocks.resolve(name).resolve("size"));
    return new ByteSize(
        sectors.isEmpty() ? 0 : Math.multiplyExact(Long.parseLong(sectors), SECTOR_BYTES));
  }

  Path node(String name) {
    return dev.resolve(name);
  }

  /// The names of the disks that a device number lies on, through partitions, arrays and mappings;
  /// empty when it is none that sysfs knows.
  Set<String> disksUnder(DeviceNumber number) throws IOException {
    for (String name : names(blocks)) {
      if (Files.exists(blocks.resolve(name).resolve("dev")) && numbers(name).contains(number)) {
        return leavesOf(name);
      }
    }
    return Set.of();
  }

  private Set<String> leavesOf(String name) throws IOException {
    Set<String> members = members(name);
    if (members.isEmpty()) {
      return Set.of(name);
    }
    Set<String> leaves = new TreeSet<>();
    for (String member : members) {
      // A member may be a partition, which is no entry of its own here.
      String whole = Files.exists(blocks.resolve(member)) ? member : diskOfPartition(member);
      leaves.addAll(leavesOf(whole));
    }
    return leaves;
  }

  private String diskOfPartition(String partition) throws IOException {
    for (String name : names(blocks)) {
      if (Files.exists(blocks.resolve(name).resolve(partition))) {
        return name;
      }
    }
    return partition;
  }

  private static DeviceNumber number(Path block) throws IOException {
    String number = text(block.resolve("dev"));
    if (number.isEmpty()) {
      throw new DiskException(
          "'" + block.getFileName() + "' went away while it was looked at: try again");
    }
    return DeviceNumber.parse(number);
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }
}

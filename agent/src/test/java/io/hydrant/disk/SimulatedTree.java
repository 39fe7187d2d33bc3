package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The sysfs and proc of a machine, as folders of files.
final class SimulatedTree {
  private final HostPaths paths;

  SimulatedTree(Path base) {
    this.paths = new HostPaths(base.resolve("sys"), base.resolve("dev"), base.resolve("proc"));
  }

  HostPaths paths() {
    return paths;
  }

  void clear() throws IOException {
    delete(paths.sys());
    delete(paths.proc());
    Files.createDirectories(paths.sys().resolve("block"));
    write(paths.proc().resolve("swaps"), "Filename\tType\tSize\tUsed\tPriority\n");
  }

  /// NVMe pads its names with blanks.
  void disk(String name, DeviceNumber number, long bytes, String model) throws IOException {
    device(name, number, bytes);
    write(block(name).resolve("device/model"), String.format("%-40s%n", model));
    write(block(name).resolve("device/serial"), String.format("%-20s%n", "AWS-" + name));
  }

  void partition(String name, String partition, DeviceNumber number) throws IOException {
    write(block(name).resolve(partition).resolve("dev"), number + "\n");
    write(block(name).resolve(partition).resolve("partition"), "1\n");
  }

  void array(String name, DeviceNumber number, long bytes, String state, Collection<String> members)
      throws IOException {
    device(name, number, bytes);
    write(block(name).resolve("md/array_state"), state + "\n");
    for (String member : members) {
      Files.createDirectories(block(name).resolve("slaves").resolve(member));
      Files.createDirectories(block(member).resolve("holders").resolve(name));
    }
  }

  /// A device without hardware or members, for example a loop device.
  void device(String name, DeviceNumber number, long bytes) throws IOException {
    Files.createDirectories(block(name).resolve("holders"));
    Files.createDirectories(block(name).resolve("slaves"));
    write(block(name).resolve("dev"), number + "\n");
    write(block(name).resolve("size"), bytes / 512 + "\n");
  }

  /// The mounts of the host and of this process.
  void mounts(List<String> lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    write(paths.proc().resolve("1/mountinfo"), text);
    write(paths.proc().resolve("self/mountinfo"), text);
  }

  void swaps(String... devices) throws IOException {
    StringBuilder text = new StringBuilder("Filename\tType\tSize\tUsed\tPriority\n");
    for (String device : devices) {
      text.append(device).append("   partition\t409596\t0\t-2\n");
    }
    write(paths.proc().resolve("swaps"), text.toString());
  }

  Path block(String name) {
    return paths.sys().resolve("block").resolve(name);
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(directory)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node made of loop devices: what it calls its NVMe disks are files of this test, its sysfs is a
/// folder, and everything else is this machine's kernel.
///
/// No other device can be written through it: the only disks that its sysfs shows are its own.
final class LoopWorld implements AutoCloseable, Shell {
  static final String EC2 = DiskSettings.EC2_MODEL;

  /// Enough for xfs.
  static final long LARGE = 400L << 20;

  static final long SMALL = 32L << 20;

  /// Every command that the code under test ran.
  final List<String> commands = new ArrayList<>();

  private final Path base;
  private final SimulatedTree tree;
  private final CleanUp cleanUp = new CleanUp();
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, String> loops = new HashMap<>();
  private final Shell shell = new HostShell(Duration.ofMinutes(1));
  private @Nullable Interruption interruption;

  /// Something that happens right before the first command of a tool.
  private record Interruption(String tool, Action action) {}

  /// The process that prepares the disk is gone.
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// What a test does in between.
  interface Action {
    void run() throws IOException;
  }

  /// @param base an empty folder
  LoopWorld(Path base) throws IOException {
    this.base = base.toRealPath();
    this.tree = new SimulatedTree(this.base);
    Files.createDirectories(tree.paths().dev());
    Files.createDirectories(tree.paths().sys().resolve("block"));
    cleanUp.add("rm -f " + this.base + "/*.img");
    // JUnit warns of every link that leads out of a temporary directory.
    cleanUp.add("find " + tree.paths().dev() + " -type l -delete");
    mountTmpfs(host(), "64m");
    must("mount", "--make-shared", host().toString());
    must("mkdir", "-p", adopt().toString());
  }

  Path host() {
    return base.resolve("host");
  }

  Path root() {
    return host().resolve("comfyui-models");
  }

  Path adopt() {
    return host().resolve("k8s-disks/0");
  }

  /// A folder outside of the host's file systems.
  Path folder(String name) {
    return base.resolve(name);
  }

  String dev(String name) {
    return tree.paths().dev().resolve(name).toString();
  }

  DiskSettings settings() {
    return settings(FileSystemKind.XFS, null);
  }

  DiskSettings settings(FileSystemKind kind, @Nullable Path fallback) {
    return new DiskSettings(
        root(),
        Pattern.compile(EC2),
        kind,
        adopt(),
        fallback,
        new SpaceLimit.Share(70),
        new Owner(65532, 65532),
        new HostPaths(tree.paths().sys(), tree.paths().dev(), Path.of("/proc")));
  }

  Prepared prepare() throws IOException {
    return prepare(settings());
  }

  Prepared prepare(DiskSettings settings) throws IOException {
    refresh();
    return new NodeDisk(settings, this, new KernelNodes()).prepare();
  }

  NodeDisk.Inspection inspect() throws IOException {
    refresh();
    return new NodeDisk(settings(), this, new KernelNodes()).inspect();
  }

  void assertReady(Prepared prepared) {
    assertThat(prepared).isInstanceOf(Prepared.Ready.class);
    assertThat(root().resolve("data")).isDirectory();
    assertThat(root().resolve(".hydrant")).isDirectory();
  }

  void disk(String name, String model, long bytes) throws IOException {
    disk(name, model, bytes, base.resolve(name + ".img"));
  }

  /// A disk whose bytes are kept in a file of its length, with nothing in it yet.
  void disk(String name, String model, long bytes, Path file) throws IOException {
    try (RandomAccessFile length = new RandomAccessFile(file.toFile(), "rw")) {
      length.setLength(bytes);
    }
    cleanUp.add("for l in $(losetup -n -O NAME -j " + file + "); do losetup -d $l; done");
    String loop = must("losetup", "--find", "--show", file.toString()).strip();
    String loopName = loop.substring(loop.lastIndexOf('/') + 1);
    files.put(name, file);
    loops.put(name, loopName);
    DeviceNumber number = DeviceNumber.parse(Files.readString(sysfs(loopName).resolve("dev")));
    tree.disk(name, number, bytes, model);
    link(name, loop);
    link(loopName, loop);
  }

  private static Path sysfs(String loop) {
    return Path.of("/sys/block", loop);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(tree.paths().dev().resolve(name), Path.of(target));
  }

  /// Lets the node of one disk lead to another.
  void pretend(String disk, String other) throws IOException {
    Files.delete(Path.of(dev(disk)));
    link(disk, "/dev/" + loops.get(other));
  }

  /// Makes a partition known to the kernel without writing a table.
  void addPartition(String disk) throws IOException {
    String loop = "/dev/" + loops.get(disk);
    cleanUp.add("delpart " + loop + " 1");
    must("addpart", loop, "1", "2048", "8192");
  }

  /// Shows in sysfs the partitions that the kernel knows.
  private void refresh() throws IOException {
    for (Map.Entry<String, String> disk : loops.entrySet()) {
      try (Stream<Path> entries = Files.list(sysfs(disk.getValue()))) {
        for (Path entry :
            entries.filter(entry -> Files.exists(entry.resolve("partition"))).toList()) {
          String partition = entry.getFileName().toString();
          String name = partition.replace(disk.getValue(), disk.getKey());
          tree.partition(
              disk.getKey(), name, DeviceNumber.parse(Files.readString(entry.resolve("dev"))));
        }
      }
    }
  }

  void mountTmpfs(Path folder, String size) throws IOException {
    Files.createDirectories(folder);
    unmountLater(folder);
    must("mount", "-t", "tmpfs", "-o", "size=" + size, "models-test", folder.toString());
  }

  void mount(String disk, Path folder) throws IOException {
    Files.createDirectories(folder);
    unmountLater(folder);
    must("mount", dev(disk), folder.toString());
  }

  private void unmountLater(Path folder) {
    cleanUp.add("umount -R " + folder + " || umount -R -l " + folder);
  }

  void swapOn(String disk) throws IOException {
    must("mkswap", dev(disk));
    cleanUp.add("swapoff " + dev(disk));
    must("swapon", dev(disk));
  }

  void freeze(Path folder) throws IOException {
    cleanUp.add("fsfreeze -u " + folder);
    must("fsfreeze", "-f", folder.toString());
  }

  /// As after a reboot: nothing is mounted, and the disks are as they were.
  void unmountRoot() throws IOException {
    must("umount", root().toString());
  }

  /// All the bytes of a disk.
  String bytesOf(String disk) throws IOException {
    must("sync", "-f", Objects.requireNonNull(files.get(disk)).toString());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in =
          new DigestInputStream(Files.newInputStream(Path.of(dev(disk))), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Zeroes all that lies behind a place.
  void cutOff(String disk, long from) throws IOException {
    must(
        "dd",
        "if=/dev/zero",
        "of=" + dev(disk),
        "bs=64k",
        "seek=" + from / (64 << 10),
        "oflag=direct",
        "count=" + (Files.size(files.get(disk)) - from) / (64 << 10));
  }

  String must(String... command) throws IOException {
    Output output = shell.run(List.of(command));
    assertThat(output.exitCode()).as("%s: %s", List.of(command), output).isZero();
    return output.out();
  }

  /// Does something right before the code under test runs a tool for the first time.
  void before(String tool, Action action) {
    interruption = new Interruption(tool, action);
  }

  void killBefore(String tool) {
    before(
        tool,
        () -> {
          throw new Killed();
        });
  }

  @Override
  public Output run(List<String> command) throws IOException {
    Interruption next = interruption;
    if (next != null && command.getFirst().equals(next.tool())) {
      interruption = null;
      next.action().run();
    }
    commands.add(String.join(" ", command));
    return shell.run(command);
  }

  boolean wasRun(String tool) {
    return commands.stream().anyMatch(command -> command.startsWith(tool + " "));
  }

  @Override
  public void close() throws IOException {
    cleanUp.close();
    for (Path file : files.values()) {
      assertThat(must("losetup", "-n", "-O", "NAME", "-j", file.toString()))
          .as("no loop device is left for %s", file)
          .isBlank();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(base.toString());
  }
}

package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A machine with NVMe disks and md, in memory: its tools change it as the real ones do and print
/// what the real ones printed.
final class SimulatedHost implements Shell, DeviceNodes {
  /// Every command that changes something, in its order.
  final List<String> changes = new ArrayList<>();

  final SimulatedDisks disks = new SimulatedDisks();

  private final SimulatedTree tree;
  private final Path root;
  private int changesUntilKill = Integer.MAX_VALUE;
  private boolean killedBefore;

  /// The process that prepares the disk is gone.
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  SimulatedHost(Path base) throws IOException {
    this.tree = new SimulatedTree(base);
    this.root = Files.createDirectories(base.resolve("host")).resolve("comfyui-models");
  }

  Path root() {
    return root;
  }

  HostPaths paths() {
    return tree.paths();
  }

  SimulatedHost withDisk(String name, String model) throws IOException {
    disks.add(name, model);
    render();
    return this;
  }

  /// A disk of the same name with nothing on it.
  void exchange(String disk) throws IOException {
    disks.remove(disk);
    withDisk(disk, DiskSettings.EC2_MODEL);
  }

  @Nullable Signature on(String... names) {
    return disks.on(Set.of(names));
  }

  /// Kills the process right before or after the change of a number, counted from here.
  void killAt(int change, boolean before) {
    changesUntilKill = change;
    killedBefore = before;
  }

  void live() {
    changesUntilKill = Integer.MAX_VALUE;
    changes.clear();
  }

  void reboot(boolean udev) throws IOException {
    disks.reboot(udev);
    SimulatedTree.delete(root);
    render();
  }

  private void render() throws IOException {
    disks.render(tree, root);
  }

  @Override
  public @Nullable DeviceNumber numberOf(Path node) {
    return disks.exists(nameOf(node)) ? disks.number(nameOf(node)) : null;
  }

  @Override
  public Hold hold(Path node) throws DiskException {
    if (disks.isBusy(nameOf(node))) {
      throw new DiskException(node + " is busy");
    }
    return () -> {};
  }

  @Override
  public Output run(List<String> command) throws IOException {
    boolean reading =
        List.of("lsblk", "findmnt", "udevadm").contains(command.getFirst())
            || command.contains("-J")
            || command.contains("--export")
            || command.contains("-N");
    if (reading) {
      return read(command);
    }
    changes.add(String.join(" ", command));
    changesUntilKill--;
    if (changesUntilKill == 0 && killedBefore) {
      throw new Killed();
    }
    Output output = change(command);
    render();
    if (changesUntilKill == 0) {
      throw new Killed();
    }
    return output;
  }

  private Output read(List<String> command) {
    String device = nameOf(Path.of(command.getLast()));
    return switch (command.getFirst()) {
      case "wipefs" -> done(wipefs(device));
      case "lsblk" -> done(lsblk(device));
      case "mdadm" -> command.contains("--detail") ? detail(device) : examine(device);
      case "findmnt" -> findmnt();
      case "udevadm", "mkfs.xfs" -> done("");
      default -> throw new AssertionError("no such command: " + command);
    };
  }

  private Output change(List<String> command) {
    String device = nameOf(Path.of(command.getLast()));
    return switch (command.getFirst()) {
      case "wipefs" -> write(device, null);
      case "mkfs.xfs" ->
          disks.on(disks.disksOf(device)) != null
              ? new Output(1, "", "mkfs.xfs: it appears to contain an existing filesystem")
              : write(device, made("xfs", "-m", command));
      case "mkfs.ext4" -> write(device, made("ext4", "-U", command));
      case "xfs_admin" -> relabel(device, command.get(2));
      case "e2label" -> relabel(nameOf(Path.of(command.get(1))), command.getLast());
      case "mdadm" -> mdadm(command, device);
      case "mount" -> mount(nameOf(Path.of(command.get(command.size() - 2))));
      default -> throw new AssertionError("no such command: " + command);
    };
  }

  private Output write(String device, @Nullable Signature signature) {
    if (disks.isBusy(device)) {
      return new Output(1, "", device + ": Device or resource busy");
    }
    disks.put(disks.disksOf(device), signature);
    return done("");
  }

  private static Signature made(String type, String uuidFlag, List<String> command) {
    String uuid = command.get(command.indexOf(uuidFlag) + 1).replace("uuid=", "");
    return new Signature(type, command.get(command.indexOf("-L") + 1), uuid);
  }

  private Output relabel(String device, String label) {
    Signature before = Objects.requireNonNull(disks.on(disks.disksOf(device)));
    return write(device, new Signature(before.type(), label, before.uuid()));
  }

  private Output mdadm(List<String> command, String device) {
    Set<String> members =
        command.stream()
            .filter(word -> word.contains("/nvme"))
            .map(word -> nameOf(Path.of(word)))
            .collect(Collectors.toSet());
    return switch (command.get(1)) {
      case "--create" -> {
        disks.create("md127", members);
        yield done("mdadm: array /dev/md/comfyui-models started.");
      }
      // Under another name than before, as it happens on real machines.
      case "--assemble" ->
          disks.assemble("md126", members)
              ? done("mdadm: /dev/md/comfyui-models has been started with 2 drives.")
              : new Output(1, "", "mdadm: Not enough devices to start the array.");
      case "--stop" -> {
        disks.arrays().remove(device);
        yield done("mdadm: stopped /dev/" + device);
      }
      default -> throw new AssertionError("no such command: " + command);
    };
  }

  private Output mount(String device) {
    if (disks.isDamaged(disks.disksOf(device))) {
      return new Output(32, "", "mount: wrong fs type, bad option, bad superblock on " + device);
    }
    disks.mount(disks.disksOf(device));
    return done("");
  }

  private String wipefs(String device) {
    Signature found = disks.on(disks.disksOf(device));
    if (found == null) {
      return Recorded.output("wipefs-blank.json");
    }
    return """
    {"signatures": [{"type": "%s", "uuid": "%s", "label": "%s"}]}
    """
        .formatted(found.type(), found.uuid(), found.label());
  }

  private String lsblk(String device) {
    String arrays =
        disks.arrays().entrySet().stream()
            .filter(array -> array.getValue().members().contains(device))
            .map(array -> lsblkNode(array.getKey(), ""))
            .collect(Collectors.joining(", "));
    return "{\"blockdevices\": [" + lsblkNode(device, arrays) + "]}";
  }

  private String lsblkNode(String device, String children) {
    String mount = disks.disksOf(device).equals(disks.mounted()) ? "\"" + root + "\"" : "null";
    return """
    {"name": "%s", "maj:min": "%s", "type": "disk", "size": %d, "mountpoints": [%s],
     "children": [%s]}
    """
        .formatted(device, disks.number(device), disks.bytes(device), mount, children);
  }

  private Output detail(String device) {
    SimulatedDisks.RunningArray array = Objects.requireNonNull(disks.arrays().get(device));
    return done(export(array.active(), array.members().size(), array.id()));
  }

  private Output examine(String device) {
    UUID id = disks.idOf(device);
    return done(export(true, disks.madeOf(id).size(), id));
  }

  private static String export(boolean level, int devices, UUID id) {
    String hex = id.toString().replace("-", "");
    return (level ? "MD_LEVEL=raid0\n" : "")
        + "MD_DEVICES="
        + devices
        + "\nMD_NAME=any:comfyui-models\nMD_UUID="
        + hex.replaceAll("(?<=\\G.{8})(?!$)", ":")
        + "\n";
  }

  private Output findmnt() {
    Set<String> mounted = disks.mounted();
    return mounted == null
        ? new Output(1, "", "")
        : done(
            """
            {"filesystems": [{"maj:min": "%s", "fsroot": "/", "fstype": "xfs", "options": "rw"}]}
            """
                .formatted(disks.number(disks.deviceOf(mounted))));
  }

  private static Output done(String out) {
    return new Output(0, out, "");
  }

  private static String nameOf(Path node) {
    return String.valueOf(node.getFileName());
  }
}

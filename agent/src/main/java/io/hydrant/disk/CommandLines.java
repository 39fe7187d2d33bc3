package io.hydrant.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The exact commands. None has a flag that forces: each tool keeps its own last look.
final class CommandLines {
  /// Newer mkfs turns on features that the kernels of a node do not know; these are those of 6.1.
  static final Path XFS_FEATURES = Path.of("/usr/share/xfsprogs/mkfs/lts_6.1.conf");

  private CommandLines() {}

  static List<String> probe(Path node) {
    return List.of("wipefs", "-J", node.toString());
  }

  static List<String> showTree(Path node) {
    return List.of("lsblk", "-Jb", "-o", "NAME,MAJ:MIN,TYPE,SIZE,MOUNTPOINTS", node.toString());
  }

  static List<String> describeArray(Path node) {
    return List.of("mdadm", "--detail", "--export", node.toString());
  }

  static List<String> examineMember(Path node) {
    return List.of("mdadm", "--examine", "--export", node.toString());
  }

  static List<String> wipe(Path node) {
    return List.of("wipefs", "-a", node.toString());
  }

  static List<String> settle() {
    return List.of("udevadm", "settle", "--timeout=10");
  }

  static List<String> stopArray(Path node) {
    return List.of("mdadm", "--stop", node.toString());
  }

  /// Without a configuration file: one that was left on the root disk names disks that are gone.
  static List<String> createArray(List<Disk> disks) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("mdadm", "--create", "/dev/md/" + Ours.ARRAY, "--config=none", "--run"));
    command.addAll(List.of("--homehost=" + Ours.HOMEHOST, "--name=" + Ours.ARRAY));
    command.addAll(List.of("--level=0", "--metadata=1.2", "--chunk=512"));
    command.add("--raid-devices=" + disks.size());
    disks.forEach(disk -> command.add(disk.node().toString()));
    return command;
  }

  /// The members by name, so that no array of others is started with it.
  static List<String> assembleArray(List<Disk> disks) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("mdadm", "--assemble", "/dev/md/" + Ours.ARRAY, "--config=none", "--run"));
    command.add("--homehost=" + Ours.HOMEHOST);
    disks.forEach(disk -> command.add(disk.node().toString()));
    return command;
  }

  /// @param uuid the file system's, or null for any
  /// @param features a file of features, or null for the tool's own
  static List<String> makeXfs(Path node, @Nullable UUID uuid, @Nullable Path features) {
    List<String> command = new ArrayList<>(List.of("mkfs.xfs", "-q", "-K", "-l", "su=8b"));
    if (uuid != null) {
      command.addAll(List.of("-m", "uuid=" + uuid));
    }
    if (features != null) {
      command.addAll(List.of("-c", "options=" + features));
    }
    command.addAll(List.of("-L", Ours.UNFINISHED_LABEL, node.toString()));
    return command;
  }

  /// The same command, only tried.
  static List<String> tryXfs(Path node, @Nullable UUID uuid, Path features) {
    List<String> command = new ArrayList<>(makeXfs(node, uuid, features));
    command.add(1, "-N");
    return command;
  }

  static List<String> makeExt4(Path node, @Nullable UUID uuid) {
    List<String> command =
        new ArrayList<>(
            List.of("mkfs.ext4", "-q", "-T", "largefile4", "-m", "0", "-E", "nodiscard"));
    if (uuid != null) {
      command.addAll(List.of("-U", uuid.toString()));
    }
    command.addAll(List.of("-L", Ours.UNFINISHED_LABEL, node.toString()));
    return command;
  }

  /// Gives the file system the label that says it is complete.
  static List<String> finish(FileSystemKind kind, Path node) {
    return switch (kind) {
      case XFS -> List.of("xfs_admin", "-L", Ours.LABEL, node.toString());
      case EXT4 -> List.of("e2label", node.toString(), Ours.LABEL);
    };
  }

  static List<String> mount(FileSystemKind kind, Path node, Path root) {
    return List.of("mount", "-t", kind.label(), "-o", "noatime", node.toString(), root.toString());
  }

  static List<String> bind(Path directory, Path root) {
    return List.of("mount", "--bind", directory.toString(), root.toString());
  }

  static List<String> showMount(Path root) {
    return List.of(
        "findmnt", "-J", "--mountpoint", root.toString(), "-o", "MAJ:MIN,FSROOT,FSTYPE,OPTIONS");
  }
}

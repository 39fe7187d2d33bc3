package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds out who uses a device. Sysfs is one witness; `lsblk`, asked about the very node that would
/// be written, is another, and where the two differ there is a doubt.
final class UsageReader {
  private final Sysfs sysfs;
  private final DeviceNodes nodes;
  private final Tools tools;

  UsageReader(Sysfs sysfs, DeviceNodes nodes, Tools tools) {
    this.sysfs = sysfs;
    this.nodes = nodes;
    this.tools = tools;
  }

  Usage read(String name, ByteSize size, Usage.Claim claim, HostUse use) throws IOException {
    List<DeviceNumber> numbers = sysfs.numbers(name);
    Set<String> partitions = new TreeSet<>(sysfs.partitions(name));
    Set<String> holders = new TreeSet<>(sysfs.holders(name));
    Set<String> mounts = use.mountPoints(numbers);
    boolean swap = use.isSwap(numbers);
    List<String> doubts = new ArrayList<>();
    ToolJson.BlockTree tree = askLsblk(name, doubts);
    if (tree != null) {
      if (!tree.number().equals(sysfs.number(name)) || tree.size() != size.bytes()) {
        doubts.add(
            "is "
                + sysfs.number(name)
                + " of "
                + size.bytes()
                + " bytes in sysfs and "
                + tree.number()
                + " of "
                + tree.size()
                + " bytes to lsblk");
      }
      for (ToolJson.BlockTree child : tree.children()) {
        (child.type().equals("part") ? partitions : holders).add(child.name());
      }
      for (String mount : tree.mounts()) {
        swap |= mount.equals("[SWAP]");
        mounts.add(mount);
      }
      mounts.remove("[SWAP]");
    }
    return new Usage(
        List.copyOf(partitions),
        List.copyOf(holders),
        List.copyOf(mounts),
        swap,
        use.rootDisks().contains(name),
        claim,
        doubts);
  }

  private ToolJson.@Nullable BlockTree askLsblk(String name, List<String> doubts)
      throws IOException {
    Path node = sysfs.node(name);
    DeviceNumber number = nodes.numberOf(node);
    if (number == null) {
      doubts.add("is in sysfs, and '" + node + "' is no block device");
      return null;
    }
    if (!number.equals(sysfs.number(name))) {
      doubts.add("is " + sysfs.number(name) + " in sysfs, and '" + node + "' is " + number);
      return null;
    }
    List<String> command = CommandLines.showTree(node);
    Shell.Output output = tools.ask(command);
    try {
      if (output.succeeded()) {
        return ToolJson.blockTree(output.out());
      }
      doubts.add(Tools.complaint(command, output));
    } catch (DiskException | IllegalArgumentException e) {
      doubts.add(String.valueOf(e.getMessage()));
    }
    return null;
  }
}

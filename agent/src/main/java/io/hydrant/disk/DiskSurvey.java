package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the facts, changing nothing.
final class DiskSurvey {
  private final DiskSettings settings;
  private final Sysfs sysfs;
  private final DeviceNodes nodes;
  private final Tools tools;
  private final UsageReader usages;
  private final ContentProbe contents;
  private final RootSurvey roots;

  DiskSurvey(DiskSettings settings, DeviceNodes nodes, Tools tools) {
    this.settings = settings;
    this.sysfs = new Sysfs(settings.host());
    this.nodes = nodes;
    this.tools = tools;
    this.usages = new UsageReader(sysfs, nodes, tools);
    this.contents = new ContentProbe(tools);
    this.roots = new RootSurvey(settings, sysfs, nodes);
  }

  DiskFacts look(Failures failures) throws IOException {
    HostUse use = hostUse();
    List<DiskState> disks = new ArrayList<>();
    for (Disk disk : sysfs.disks()) {
      disks.add(stateOf(disk, use));
    }
    return new DiskFacts(
        disks,
        arrays(use),
        roots.root(use.own()),
        roots.adoptable(use.own()),
        roots.fallback(use.own()),
        failures);
  }

  RootFacts root() throws IOException {
    return roots.root(hostUse().own());
  }

  /// How a disk is now, or null when the name is now another disk's or nobody's.
  @Nullable DiskState again(Disk disk) throws IOException {
    return disk.equals(sysfs.disk(disk.name())) ? stateOf(disk, hostUse()) : null;
  }

  /// The array that has exactly these members, under whatever name, or null.
  @Nullable Array arrayOf(Set<String> members) throws IOException {
    return arrays(hostUse()).stream()
        .filter(array -> array.members().equals(members))
        .findFirst()
        .orElse(null);
  }

  /// A disk that may come to be written is read while it is held, so that what is read stays true.
  private DiskState stateOf(Disk disk, HostUse use) throws IOException {
    if (!settings.isInstanceStore(disk)) {
      return stateOf(disk, use, Usage.Claim.NOT_TRIED);
    }
    try (DeviceNodes.Hold hold = holdOrNull(disk.node())) {
      return stateOf(disk, use, hold == null ? Usage.Claim.BUSY : Usage.Claim.GRANTED);
    }
  }

  private DiskState stateOf(Disk disk, HostUse use, Usage.Claim claim) throws IOException {
    Usage usage = usages.read(disk.name(), disk.size(), claim, use);
    return new DiskState(disk, usage, contents.contentOf(disk.node()));
  }

  private List<Array> arrays(HostUse use) throws IOException {
    List<Array> arrays = new ArrayList<>();
    for (String name : sysfs.arrays()) {
      arrays.add(array(name, use));
    }
    return arrays;
  }

  private Array array(String name, HostUse use) throws IOException {
    Path node = sysfs.node(name);
    ByteSize size = sysfs.size(name);
    boolean active = sysfs.isActive(name);
    MdadmExport detail = describe(node);
    try (DeviceNodes.Hold hold = holdOrNull(node)) {
      Usage.Claim claim = hold == null ? Usage.Claim.BUSY : Usage.Claim.GRANTED;
      return new Array(
          name,
          node,
          sysfs.number(name),
          size,
          detail.label(),
          detail.uuid(),
          detail.level(),
          sysfs.members(name),
          active,
          usages.read(name, size, claim, use),
          active ? contents.contentOf(node) : new Content.Unreadable("it does not run"));
    }
  }

  /// What mdadm does not want to describe has no name, and so is not ours.
  private MdadmExport describe(Path node) throws IOException {
    String said = tools.ask(CommandLines.describeArray(node)).out();
    try {
      return MdadmExport.parse(said);
    } catch (IllegalArgumentException e) {
      throw new DiskException("mdadm describes '" + node + "' as '" + said + "'", e);
    }
  }

  private HostUse hostUse() throws IOException {
    return HostUse.read(settings.host(), nodes, sysfs);
  }

  private DeviceNodes.@Nullable Hold holdOrNull(Path node) throws IOException {
    try {
      return nodes.hold(node);
    } catch (DiskException _) {
      return null;
    }
  }
}

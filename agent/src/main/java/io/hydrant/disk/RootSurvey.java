package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at the directories that are in question: the one to mount on, and those that could be used
/// instead of a disk.
final class RootSurvey {
  private static final int NAMES_SHOWN = 3;

  private final DiskSettings settings;
  private final Sysfs sysfs;
  private final DeviceNodes nodes;

  RootSurvey(DiskSettings settings, Sysfs sysfs, DeviceNodes nodes) {
    this.settings = settings;
    this.sysfs = sysfs;
    this.nodes = nodes;
  }

  RootFacts root(MountTable own) throws IOException {
    Path asked = settings.root();
    Path parent = parentOf(asked);
    if (!Files.isDirectory(parent)) {
      return new RootFacts(
          asked,
          blocked(
              asked,
              "cannot be made: '" + parent + "' is no directory",
              "make it, or in a container mount it from the host"),
          own.containing(parent));
    }
    Path root = parent.toRealPath().resolve(String.valueOf(asked.getFileName()));
    MountEntry mount = own.at(root);
    RootFacts.State state = mount == null ? unmounted(root) : new RootFacts.State.Mounted(mount);
    return new RootFacts(root, state, own.containing(parentOf(root)));
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("the settings have let '/' pass");
    }
    return parent;
  }

  private static RootFacts.State unmounted(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return new RootFacts.State.Free();
    }
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return blocked(root, "is no directory", "move it away");
    }
    List<String> names = firstNames(root);
    return names.isEmpty()
        ? new RootFacts.State.Free()
        : blocked(
            root,
            "is not empty (" + String.join(", ", names) + "), and a mount would hide what is in it",
            "move it away");
  }

  private static List<String> firstNames(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .limit(NAMES_SHOWN)
          .map(entry -> String.valueOf(entry.getFileName()))
          .collect(Collectors.toList());
    }
  }

  private static RootFacts.State blocked(Path root, String message, String remedy) {
    return new RootFacts.State.Blocked(new Objection(root.toString(), message, remedy));
  }

  @Nullable SharedSpace adoptable(MountTable own) throws IOException {
    MountEntry mount = own.at(real(settings.adopt()));
    return mount == null ? null : space(mount.target().resolve(Ours.SHARED_FOLDER), mount);
  }

  @Nullable SharedSpace fallback(MountTable own) throws IOException {
    if (settings.fallback() == null) {
      return null;
    }
    Path directory = real(settings.fallback());
    return space(directory, own.containing(directory));
  }

  private SharedSpace space(Path directory, MountEntry mount) throws IOException {
    return new SharedSpace(directory, mount.device(), mount.rootOf(directory), disksUnder(mount));
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path;
  }

  private Set<String> disksUnder(MountEntry mount) throws IOException {
    return HostUse.disksUnder(mount, settings.host(), sysfs, nodes);
  }
}

package io.hydrant.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides from the facts alone what is to be done. The table is in `docs/disk.md`.
public final class DiskPlanner {
  private final DiskSettings settings;
  private final VolumePlanner volumes;

  public DiskPlanner(DiskSettings settings) {
    this.settings = settings;
    this.volumes = new VolumePlanner(settings, new SafetyChecks(settings));
  }

  public DiskPlan plan(DiskFacts facts) {
    if (facts.root().state() instanceof RootFacts.State.Mounted(MountEntry mount)) {
      return mounted(mount, facts);
    }
    DiskPlan plan = unmounted(facts);
    List<Objection> objections = new ArrayList<>(against(facts.root()));
    if (objections.isEmpty()) {
      return plan;
    }
    if (plan instanceof DiskPlan.Refused(List<Objection> more)) {
      objections.addAll(more);
    }
    return new DiskPlan.Refused(objections);
  }

  private DiskPlan unmounted(DiskFacts facts) {
    List<DiskState> store =
        facts.disks().stream().filter(state -> settings.isInstanceStore(state.disk())).toList();
    SharedSpace adoptable = facts.adoptable();
    if (adoptable != null && isOnInstanceStore(adoptable, store)) {
      return bind(adoptable, "the instance store is mounted at " + settings.adopt() + " already");
    }
    if (!store.isEmpty()) {
      return volumes.plan(facts, store);
    }
    SharedSpace fallback = facts.fallback();
    if (fallback != null) {
      return bind(fallback, "there is no instance store, and a fallback directory is allowed");
    }
    return new DiskPlan.Refused(
        new Objection(
            "this machine",
            "has no disk of model '" + settings.model() + "'",
            "use an instance type with local NVMe, or allow a directory with --fallback"));
  }

  private DiskPlan mounted(MountEntry mount, DiskFacts facts) {
    String what = whatIsOurs(mount, facts);
    if (what != null) {
      return new DiskPlan.Proceed(what + " is mounted already", new Step.Furnish(null));
    }
    for (SharedSpace space : spaces(facts)) {
      if (space.isMountedAs(mount)) {
        return new DiskPlan.Proceed(
            space.directory() + " is mounted already", new Step.Furnish(settings.limit()));
      }
    }
    return new DiskPlan.Refused(
        new Objection(
            settings.root().toString(),
            "is already a mount, of "
                + mount.root()
                + " on "
                + mount.source()
                + " ("
                + mount.type()
                + "), which is not ours",
            "unmount it; in a container mount the parent directory, not "
                + settings.root()
                + " itself: a mount made on that would be seen by nobody else"));
  }

  /// What of ours is mounted, or null.
  private @Nullable String whatIsOurs(MountEntry mount, DiskFacts facts) {
    if (!mount.root().equals("/")) {
      return null;
    }
    for (DiskState state : facts.disks()) {
      if (state.disk().number().equals(mount.device())
          && settings.isInstanceStore(state.disk())
          && state.content() instanceof Content.OurFileSystem) {
        return "our file system on " + state.disk();
      }
    }
    for (Array array : facts.arrays()) {
      if (array.number().equals(mount.device())
          && array.isOurs()
          && array.content() instanceof Content.OurFileSystem) {
        return "our file system on " + array.name();
      }
    }
    return null;
  }

  private static List<SharedSpace> spaces(DiskFacts facts) {
    List<SharedSpace> spaces = new ArrayList<>();
    if (facts.adoptable() != null) {
      spaces.add(facts.adoptable());
    }
    if (facts.fallback() != null) {
      spaces.add(facts.fallback());
    }
    return spaces;
  }

  private static boolean isOnInstanceStore(SharedSpace space, List<DiskState> store) {
    Set<String> names =
        store.stream().map(state -> state.disk().name()).collect(Collectors.toUnmodifiableSet());
    return !space.disks().isEmpty() && names.containsAll(space.disks());
  }

  private DiskPlan bind(SharedSpace space, String why) {
    return new DiskPlan.Proceed(why, new Step.Bind(space), new Step.Furnish(settings.limit()));
  }

  private static List<Objection> against(RootFacts root) {
    List<Objection> found = new ArrayList<>();
    if (root.state() instanceof RootFacts.State.Blocked(Objection objection)) {
      found.add(objection);
    }
    if (!root.around().shared()) {
      found.add(
          new Objection(
              root.path().toString(),
              "would not be seen outside: the mount at "
                  + root.around().target()
                  + " that it lies in is not shared",
              "in a container mount the parent directory with mountPropagation: Bidirectional;"
                  + " on a host run 'mount --make-rshared "
                  + root.around().target()
                  + "'"));
    }
    return found;
  }
}

package io.hydrant.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that must hold before a disk is written, in one place. One objection is enough to
/// touch nothing.
final class SafetyChecks {
  private final DiskSettings settings;

  SafetyChecks(DiskSettings settings) {
    this.settings = settings;
  }

  /// What speaks against writing to a disk.
  ///
  /// @param array the array of ours that may hold the disk, or null
  List<Objection> against(DiskState state, @Nullable Array array) {
    Disk disk = state.disk();
    List<Objection> found = new ArrayList<>();
    if (!settings.isInstanceStore(disk)) {
      found.add(
          new Objection(
              disk.name(),
              "is a '" + disk.model() + "', not instance store",
              "only disks of model '" + settings.model() + "' are ever written"));
    }
    if (disk.size().isZero()) {
      found.add(
          new Objection(disk.name(), "has no size", "wait until the kernel knows it, try again"));
    }
    found.addAll(inUse(disk.name(), state.usage(), array == null ? "" : array.name()));
    found.addAll(content(disk.name(), disk.node(), state.content()));
    return found;
  }

  /// What speaks against writing to an array, whose members have been checked.
  List<Objection> against(Array array) {
    List<Objection> found = new ArrayList<>(againstUseOf(array));
    found.addAll(
        array.content() instanceof Content.OurMember
            ? List.of(foreign(array.name(), array.node(), array.content()))
            : content(array.name(), array.node(), array.content()));
    return found;
  }

  /// The same for an array that was made a moment ago, on which nothing can be worth keeping.
  List<Objection> againstUseOf(Array array) {
    return againstUseOf(array, array.isOurs() && array.level().equals("raid0"));
  }

  /// What speaks against letting go of an array that lacks members.
  List<Objection> againstStopping(Array array) {
    return againstUseOf(array, array.isOurs() && !array.active());
  }

  private static List<Objection> againstUseOf(Array array, boolean ours) {
    List<Objection> found = new ArrayList<>();
    if (!ours) {
      found.add(
          new Objection(
              array.name(),
              "is the " + array.level() + " array '" + array.label() + "', not ours",
              "only the raid0 array '" + Ours.ARRAY_LABEL + "' is ever touched"));
    }
    found.addAll(inUse(array.name(), array.usage(), ""));
    return found;
  }

  /// @param holder the one name that may be built on the device and holds it then
  private static List<Objection> inUse(String name, Usage usage, String holder) {
    List<Objection> found = new ArrayList<>();
    usage
        .doubts()
        .forEach(doubt ->
            found.add(new Objection(name, doubt, "give the container the host's /sys and /dev")));
    if (!usage.partitions().isEmpty()) {
      found.add(
          new Objection(
              name,
              "has partitions: " + String.join(", ", usage.partitions()),
              "only whole disks are used; if nobody needs them, remove them by hand"));
    }
    boolean held = Set.copyOf(usage.holders()).equals(Set.of(holder));
    if (!held && !usage.holders().isEmpty()) {
      found.add(
          new Objection(
              name,
              "is part of " + String.join(", ", usage.holders()),
              "if nobody needs that, stop it by hand (mdadm --stop, vgchange -an, dmsetup remove)"));
    }
    if (!usage.mounts().isEmpty()) {
      found.add(
          new Objection(
              name,
              "is mounted at " + String.join(", ", usage.mounts()),
              "if nobody needs that, unmount it by hand"));
    }
    if (usage.swap()) {
      found.add(new Objection(name, "is swap", "if that is a mistake, run swapoff by hand"));
    }
    if (usage.carriesRoot()) {
      found.add(new Objection(name, "carries the root file system", "it is never written"));
    }
    if (!held && usage.claim() != Usage.Claim.GRANTED) {
      found.add(
          new Objection(
              name,
              "could not be opened exclusively: somebody uses it, or this user may not",
              "run as root; find the user with 'fuser -v' or in another container"));
    }
    return found;
  }

  private static List<Objection> content(String name, Path node, Content content) {
    return switch (content) {
      case Content.Blank(), Content.OurFileSystem _, Content.OurMember _ -> List.of();
      case Content.Foreign _ -> List.of(foreign(name, node, content));
      case Content.Unreadable(String reason) ->
          List.of(
              new Objection(
                  name,
                  "does not tell what is on it: " + reason,
                  "look into the kernel log; a failing disk is replaced with its node"));
    };
  }

  private static Objection foreign(String name, Path node, Content content) {
    return new Objection(
        name,
        "carries " + content.text(),
        "if nobody needs it, run 'wipefs -a " + node + "' by hand, then prepare again");
  }
}

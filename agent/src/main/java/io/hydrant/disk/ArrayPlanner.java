package io.hydrant.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides what to do when disks carry members of one array of ours: use it, assemble it, or, when
/// members are gone, make a new one. Raid0 has no redundancy, so an array that lacks a member holds
/// nothing that could be kept.
final class ArrayPlanner {
  private final DiskSettings settings;
  private final SafetyChecks checks;

  ArrayPlanner(DiskSettings settings, SafetyChecks checks) {
    this.settings = settings;
    this.checks = checks;
  }

  /// @param members the instance-store disks that carry the array
  DiskPlan plan(UUID uuid, List<DiskState> members, List<DiskState> store, DiskFacts facts) {
    List<Array> arrays =
        facts.arrays().stream().filter(candidate -> uuid.equals(candidate.uuid())).toList();
    if (arrays.size() > 1) {
      return new DiskPlan.Refused(
          new Objection(
              "this machine",
              "has our array " + uuid + " more than once: " + names(arrays),
              "stop all but one by hand"));
    }
    Array array = arrays.isEmpty() ? null : arrays.getFirst();
    List<Objection> objections = new ArrayList<>(against(uuid, array, members, facts));
    members.forEach(member -> objections.addAll(checks.against(member, array)));
    if (!objections.isEmpty()) {
      return new DiskPlan.Refused(objections);
    }
    Volume volume = Volume.of(members);
    if (array != null && array.active()) {
      return use(array, uuid, volume, store, facts.failures());
    }
    return isComplete(members) && !facts.failures().assemblies().contains(uuid)
        ? assemble(array, uuid, volume, store)
        : rebuild(array, members, store);
  }

  private static String names(List<Array> arrays) {
    return arrays.stream().map(Array::name).collect(Collectors.joining(", "));
  }

  /// The array must be ours as a whole: no member may be anything but an instance-store disk.
  private List<Objection> against(
      UUID uuid, @Nullable Array array, List<DiskState> members, DiskFacts facts) {
    List<Objection> found = new ArrayList<>();
    Set<String> names = Volume.of(members).names();
    for (DiskState state : facts.disks()) {
      if (state.content() instanceof Content.OurMember(UUID other, _)
          && other.equals(uuid)
          && !names.contains(state.disk().name())) {
        found.add(strange(state.disk().name(), state.disk() + " (" + state.disk().model() + ")"));
      }
    }
    if (array == null) {
      return found;
    }
    array.members().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> found.add(strange(array.name(), name)));
    if (!array.active()) {
      found.addAll(checks.againstStopping(array));
    }
    return found;
  }

  private static Objection strange(String subject, String member) {
    return new Objection(
        subject,
        "belongs to an array with our name that has the member " + member,
        "only arrays made of instance-store disks alone are ours; stop it by hand");
  }

  private static boolean isComplete(List<DiskState> members) {
    return members.size() > 1
        && members.stream()
            .allMatch(member ->
                member.content() instanceof Content.OurMember(_, int devices)
                    && devices == members.size());
  }

  private DiskPlan use(
      Array array, UUID uuid, Volume volume, List<DiskState> store, Failures failures) {
    List<Objection> objections = new ArrayList<>(checks.against(array));
    if (!volume.isArray() || !array.members().equals(volume.names())) {
      objections.add(
          new Objection(
              array.name(),
              "runs with "
                  + String.join(", ", new TreeSet<>(array.members()))
                  + ", and its superblock is on "
                  + volume,
              "stop it by hand, then prepare again"));
    }
    if (!objections.isEmpty()) {
      return new DiskPlan.Refused(objections);
    }
    List<String> notes = VolumePlanner.unused(store, volume);
    if (array.content()
            instanceof Content.OurFileSystem(FileSystemKind kind, boolean finished, String id)
        && finished
        && id.equals(uuid.toString())
        && !failures.mounts().contains(volume)) {
      return new DiskPlan.Proceed(
          array.name() + " is our array and carries our file system",
          List.of(new Step.Mount(volume, kind), new Step.Furnish(null)),
          notes);
    }
    List<Step> steps = new ArrayList<>();
    if (!(array.content() instanceof Content.Blank)) {
      steps.add(new Step.Wipe(volume));
    }
    steps.addAll(VolumePlanner.format(volume, settings.fileSystem()));
    return new DiskPlan.Proceed(
        array.name() + " is our array and carries no file system of its own that can be used",
        steps,
        notes);
  }

  private static DiskPlan assemble(
      @Nullable Array array, UUID uuid, Volume volume, List<DiskState> store) {
    List<Step> steps = new ArrayList<>();
    if (array != null) {
      steps.add(new Step.StopArray(array));
    }
    steps.add(new Step.AssembleArray(volume, uuid));
    steps.add(new Step.LookAgain());
    return new DiskPlan.Proceed(
        "all members of our array are there, and it does not run",
        steps,
        VolumePlanner.unused(store, volume));
  }

  private DiskPlan rebuild(@Nullable Array array, List<DiskState> members, List<DiskState> store) {
    List<Objection> objections =
        store.stream()
            .filter(state -> !members.contains(state))
            .flatMap(state -> checks.against(state, null).stream())
            .toList();
    if (!objections.isEmpty()) {
      return new DiskPlan.Refused(objections);
    }
    Volume volume = Volume.of(store);
    List<Step> steps = new ArrayList<>();
    if (array != null) {
      steps.add(new Step.StopArray(array));
    }
    for (Disk member : Volume.of(members).disks()) {
      steps.add(new Step.Wipe(new Volume(List.of(member))));
    }
    steps.addAll(VolumePlanner.make(volume, settings.fileSystem()));
    return new DiskPlan.Proceed(
        "our array lacks members or cannot be assembled, so what it held is gone",
        steps,
        List.of());
  }
}

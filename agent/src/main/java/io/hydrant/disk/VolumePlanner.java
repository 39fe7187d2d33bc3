package io.hydrant.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// Decides what to do with the instance-store disks, of which there is at least one: use what is
/// ours, else make it of all disks together.
final class VolumePlanner {
  private final DiskSettings settings;
  private final SafetyChecks checks;
  private final ArrayPlanner arrays;

  VolumePlanner(DiskSettings settings, SafetyChecks checks) {
    this.settings = settings;
    this.checks = checks;
    this.arrays = new ArrayPlanner(settings, checks);
  }

  DiskPlan plan(DiskFacts facts, List<DiskState> store) {
    List<DiskState> singles =
        store.stream().filter(state -> state.content() instanceof Content.OurFileSystem).toList();
    Map<UUID, List<DiskState>> members = members(store);
    if (singles.size() + members.size() > 1) {
      return ambiguous(singles, members);
    }
    for (DiskState single : singles) {
      if (single.content() instanceof Content.OurFileSystem fileSystem) {
        return existing(single, fileSystem, facts.failures(), store);
      }
    }
    for (Map.Entry<UUID, List<DiskState>> array : members.entrySet()) {
      return arrays.plan(array.getKey(), array.getValue(), store, facts);
    }
    return fresh(store);
  }

  private static Map<UUID, List<DiskState>> members(List<DiskState> store) {
    Map<UUID, List<DiskState>> members = new TreeMap<>();
    for (DiskState state : store) {
      if (state.content() instanceof Content.OurMember(UUID array, _)) {
        members.computeIfAbsent(array, _ -> new ArrayList<>()).add(state);
      }
    }
    return members;
  }

  private static DiskPlan ambiguous(List<DiskState> singles, Map<UUID, List<DiskState>> members) {
    List<String> all =
        Stream.concat(
                singles.stream()
                    .map(single -> single.disk() + " (" + single.content().text() + ")"),
                members.entrySet().stream()
                    .map(array ->
                        Volume.of(array.getValue()) + " (our array " + array.getKey() + ")"))
            .toList();
    return new DiskPlan.Refused(
        new Objection(
            "this machine",
            "has more than one volume of ours: " + String.join(", ", all),
            "run 'wipefs -a' by hand on the disks of those that are not needed"));
  }

  private DiskPlan existing(
      DiskState state, Content.OurFileSystem fileSystem, Failures failures, List<DiskState> store) {
    List<Objection> objections = checks.against(state, null);
    if (!objections.isEmpty()) {
      return new DiskPlan.Refused(objections);
    }
    Volume volume = Volume.of(state);
    List<String> notes = unused(store, volume);
    if (fileSystem.finished() && !failures.mounts().contains(volume)) {
      return new DiskPlan.Proceed(
          state.disk() + " carries our file system",
          List.of(new Step.Mount(volume, fileSystem.kind()), new Step.Furnish(null)),
          notes);
    }
    String why =
        fileSystem.finished()
            ? " carries our file system, which cannot be mounted; all it held are copies"
            : " carries a file system of ours that was never finished";
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Wipe(volume));
    steps.addAll(format(volume, settings.fileSystem()));
    return new DiskPlan.Proceed(state.disk() + why, steps, notes);
  }

  private DiskPlan fresh(List<DiskState> store) {
    List<Objection> objections =
        store.stream().flatMap(state -> checks.against(state, null).stream()).toList();
    if (!objections.isEmpty()) {
      return new DiskPlan.Refused(objections);
    }
    Volume volume = Volume.of(store);
    return new DiskPlan.Proceed(
        volume + " is empty", make(volume, settings.fileSystem()), List.of());
  }

  /// From empty disks to the mounted file system.
  static List<Step> make(Volume volume, FileSystemKind kind) {
    List<Step> steps = new ArrayList<>();
    if (volume.isArray()) {
      steps.add(new Step.CreateArray(volume));
    }
    steps.addAll(format(volume, kind));
    return steps;
  }

  /// From an empty volume to the mounted file system.
  static List<Step> format(Volume volume, FileSystemKind kind) {
    return List.of(
        new Step.MakeFileSystem(volume, kind),
        new Step.Mount(volume, kind),
        new Step.Furnish(null));
  }

  static List<String> unused(List<DiskState> store, Volume volume) {
    return store.stream()
        .map(DiskState::disk)
        .filter(disk -> !volume.disks().contains(disk))
        .map(disk -> disk + " stays unused: the models' file system was made without it")
        .toList();
  }
}

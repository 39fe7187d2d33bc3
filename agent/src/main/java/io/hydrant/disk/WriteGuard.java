package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks at a volume once more right before it is written: a plan is only as good as the moment it
/// was made in.
final class WriteGuard {
  private final DiskSurvey survey;
  private final SafetyChecks checks;

  WriteGuard(DiskSurvey survey, SafetyChecks checks) {
    this.survey = survey;
    this.checks = checks;
  }

  /// A device that passed every check.
  ///
  /// @param array the id of the array that it is, or null for a disk
  record Device(Path node, DeviceNumber number, Content content, @Nullable UUID array) {}

  /// @throws DiskException when anything speaks against writing
  Device requireSafe(Volume volume) throws IOException {
    if (!volume.isArray()) {
      DiskState state = again(volume.disks().getFirst());
      refuseIfAny(checks.against(state, null));
      return new Device(state.disk().node(), state.disk().number(), state.content(), null);
    }
    Array array = arrayOf(volume);
    requireSafeMembers(volume, array);
    refuseIfAny(checks.against(array));
    return device(array);
  }

  /// The same for an array that was made a moment ago, whatever seems to be on it.
  Device requireSafeNewArray(Volume volume) throws IOException {
    Array array = arrayOf(volume);
    requireSafeMembers(volume, array);
    refuseIfAny(checks.againstUseOf(array));
    return device(array);
  }

  private static Device device(Array array) {
    return new Device(array.node(), array.number(), array.content(), array.uuid());
  }

  /// @throws DiskException unless the array is as it was planned with and nobody uses it
  void requireStoppable(Array planned) throws IOException {
    Array array = survey.arrayOf(planned.members());
    if (array == null || !array.name().equals(planned.name())) {
      throw new DiskException(
          planned.name() + " is no longer the array that it was a moment ago: run prepare again");
    }
    refuseIfAny(checks.againstStopping(array));
  }

  /// Whether disks are still there and nobody has taken one.
  boolean areFree(List<Disk> disks) throws IOException {
    for (Disk disk : disks) {
      DiskState state = survey.again(disk);
      if (state == null || !checks.against(state, null).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void requireSafeMembers(Volume volume, Array array) throws IOException {
    List<Objection> objections = new ArrayList<>();
    for (Disk disk : volume.disks()) {
      objections.addAll(checks.against(again(disk), array));
    }
    refuseIfAny(objections);
  }

  private Array arrayOf(Volume volume) throws IOException {
    Array array = survey.arrayOf(volume.names());
    if (array == null) {
      throw new DiskException(
          volume + " does not run: look into the kernel log, run prepare again");
    }
    return array;
  }

  private DiskState again(Disk disk) throws IOException {
    DiskState state = survey.again(disk);
    if (state == null) {
      throw new DiskException(
          disk + " is no longer the disk that it was a moment ago: run prepare again");
    }
    return state;
  }

  private static void refuseIfAny(List<Objection> objections) throws DiskException {
    if (!objections.isEmpty()) {
      throw new DiskException(
          "nothing was written, because meanwhile "
              + objections.stream().map(Objection::toString).collect(Collectors.joining("; ")));
    }
  }
}

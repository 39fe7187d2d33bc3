package io.hydrant.disk;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing to do on the way to a mounted file system.
public sealed interface Step {

  /// Lets go of the members of an array of ours. Writes nothing.
  record StopArray(Array array) implements Step {}

  /// Removes signatures of ours, and only those, from a volume.
  record Wipe(Volume volume) implements Step {}

  /// Makes one RAID0 array of empty disks, with nothing on it: on disks that carried an array
  /// before the old one's file system shows again, and is removed.
  record CreateArray(Volume volume) implements Step {}

  /// Starts an array of ours whose members are all there.
  record AssembleArray(Volume volume, UUID array) implements Step {}

  /// What to do next shows only now: the plan is made again.
  record LookAgain() implements Step {}

  /// Makes a file system on an empty volume.
  record MakeFileSystem(Volume volume, FileSystemKind kind) implements Step {}

  /// Mounts a file system of ours.
  record Mount(Volume volume, FileSystemKind kind) implements Step {}

  /// Mounts a folder of a file system that is there already.
  record Bind(SharedSpace space) implements Step {}

  /// Makes the folders that the agent works in.
  ///
  /// @param limit how much of the file system is for models; null for all of it
  record Furnish(@Nullable SpaceLimit limit) implements Step {}

  /// The disks whose bytes the step may change. Mounting counts: it replays a journal.
  default List<Disk> writesTo() {
    return switch (this) {
      case Wipe(Volume volume) -> volume.disks();
      case CreateArray(Volume volume) -> volume.disks();
      case AssembleArray(Volume volume, _) -> volume.disks();
      case MakeFileSystem(Volume volume, _) -> volume.disks();
      case Mount(Volume volume, _) -> volume.disks();
      case StopArray _, LookAgain _, Bind _, Furnish _ -> List.of();
    };
  }

  /// One line for a person.
  ///
  /// @param root where the models' file system is mounted
  default String text(Path root) {
    return switch (this) {
      case StopArray(Array array) -> "stop " + array.name() + ", which lacks members";
      case Wipe(Volume volume) -> "remove our own signatures from " + volume;
      case CreateArray(Volume volume) ->
          "make a RAID0 array of "
              + volume.disks().stream().map(Disk::name).collect(Collectors.joining(", "));
      case AssembleArray(Volume volume, _) -> "assemble " + volume;
      case LookAgain() -> "look what is on it and go on from there";
      case MakeFileSystem(Volume volume, FileSystemKind kind) -> "make " + kind + " on " + volume;
      case Mount(Volume volume, FileSystemKind kind) ->
          "mount the " + kind + " on " + volume + " at " + root;
      case Bind(SharedSpace space) -> "mount the folder " + space.directory() + " at " + root;
      case Furnish(SpaceLimit limit) ->
          "make the folders data and .hydrant there"
              + (limit == null ? "" : " and limit the models to " + limit);
    };
  }
}

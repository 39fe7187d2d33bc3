package io.hydrant.disk;

import java.nio.file.Path;

/// The directory that the models' file system is to be mounted on.
///
/// @param around the mount that the directory's parent lies in
public record RootFacts(Path path, State state, MountEntry around) {

  /// What is there now.
  public sealed interface State {

    /// It is a mount point.
    record Mounted(MountEntry mount) implements State {}

    /// It is empty, or it does not exist and can be made.
    record Free() implements State {}

    /// Nothing can be mounted there.
    record Blocked(Objection objection) implements State {}
  }
}

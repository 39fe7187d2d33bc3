package io.hydrant.disk;

import java.nio.file.Path;
import java.util.List;

/// How preparing the disk ended.
public sealed interface Prepared {

  /// The models' file system is mounted, works, and has its folders.
  ///
  /// @param why what was found at the beginning
  record Ready(Path root, String why, Health.Healthy health) implements Prepared {}

  /// Nothing was touched.
  record Refused(List<Objection> objections) implements Prepared {
    public Refused {
      objections = List.copyOf(objections);
    }
  }
}

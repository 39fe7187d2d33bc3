package io.hydrant.disk;

import java.nio.file.Path;
import java.util.List;

/// How preparing the disk ended.
public sealed interface Prepared {

  /// The models' file system is mounted, works, and has its folders.
  record Ready(Path root, Health.Healthy health) implements Prepared {}

  /// A person has to decide; nothing of anybody was written.
  record Refused(List<Objection> objections) implements Prepared {
    public Refused {
      objections = List.copyOf(objections);
    }
  }
}

package io.hydrant.disk;

import java.nio.file.Path;

/// Knows the names below the root. They are those of the store.
record NodeLayout(Path root) {
  Path data() {
    return root.resolve("data");
  }

  Path own() {
    return root.resolve(".hydrant");
  }

  Path allowance() {
    return own().resolve("allowance");
  }

  /// One per process, so that two that check at once do not read each other's bytes, and so that
  /// what a killed one leaves is written over.
  Path healthProbe() {
    return own().resolve("health-" + ProcessHandle.current().pid() + ".probe");
  }
}

package io.hydrant.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the kernel tells of a device node when it is asked directly.
interface DeviceNodes {

  /// The number of the block device behind a node, or null when there is no such node.
  @Nullable DeviceNumber numberOf(Path node) throws IOException;

  /// Opens a block device for nobody else to use, without changing it. While it is held nobody can
  /// mount it, swap on it, or make it a part of an array, and tools that mean to write refuse.
  ///
  /// @throws DiskException when somebody uses it
  Hold hold(Path node) throws IOException;

  /// A device that is held until this is closed.
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}

package io.hydrant.http;

import java.io.IOException;

/// What can be asked of a running agent besides how it is doing. Implementations are thread-safe.
public interface AgentControl {

  /// Makes the sync list the whole bucket now; returns at once.
  void resync();

  /// Lets the removals happen that are held because they are too many; returns at once.
  void releaseRemovals();

  /// What the node has of an object.
  ///
  /// @throws IOException when the disk cannot be read
  Presence presence(String key) throws IOException;
}

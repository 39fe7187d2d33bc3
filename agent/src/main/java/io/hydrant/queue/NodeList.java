package io.hydrant.queue;

import java.io.IOException;
import java.util.Set;

/// Tells which nodes there are.
@FunctionalInterface
public interface NodeList {

  /// The instance ids of all nodes of the cluster.
  ///
  /// @throws IOException when not all are known: then nobody may conclude that one is gone
  Set<String> instanceIds() throws IOException;
}

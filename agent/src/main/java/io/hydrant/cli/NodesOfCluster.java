package io.hydrant.cli;

import io.hydrant.node.Fleet;
import io.hydrant.node.NodeFacts;
import io.hydrant.queue.NodeList;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// The nodes that a Kubernetes cluster lists.
record NodesOfCluster(Fleet fleet) implements NodeList {
  @Override
  public Set<String> instanceIds() throws IOException {
    Set<String> ids = new HashSet<>();
    for (NodeFacts node : fleet.nodes("")) {
      if (node.instanceId().isEmpty()) {
        throw new IOException(
            "the node '"
                + node.name()
                + "' has no spec.providerID, so its queue cannot be told from those of nodes that"
                + " are gone: try again when it has one");
      }
      ids.add(node.instanceId());
    }
    return Set.copyOf(ids);
  }
}

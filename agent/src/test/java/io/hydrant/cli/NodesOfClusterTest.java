package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.node.NodeException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NodesOfClusterTest {
  private final MemoryFleet cluster = new MemoryFleet();

  @Test
  void everyNodeCountsAlsoWithoutAnAgent() throws Exception {
    cluster.nodes.add(MemoryFleet.node("gpu-a", "aws:///eu-west-1a/i-0a", true));
    cluster.nodes.add(MemoryFleet.node("cpu-a", "aws:///eu-west-1b/i-0b", false));

    assertThat(new NodesOfCluster(cluster).instanceIds()).containsExactlyInAnyOrder("i-0a", "i-0b");
    assertThat(cluster.selector).isEmpty();
  }

  @Test
  void aNodeWhoseMachineIsNotKnownYetKeepsAnybodyFromConcluding() {
    cluster.nodes.add(MemoryFleet.node("gpu-a", "aws:///eu-west-1a/i-0a", true));
    cluster.nodes.add(MemoryFleet.node("gpu-new", "", false));

    assertThatThrownBy(() -> new NodesOfCluster(cluster).instanceIds())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'gpu-new' has no spec.providerID");
  }

  @Test
  void aListThatFailsIsNoList() {
    cluster.failures.add(new NodeException(NodeException.Kind.DENIED, "no right to list", null));

    assertThatThrownBy(() -> new NodesOfCluster(cluster).instanceIds())
        .hasMessage("no right to list");
  }
}

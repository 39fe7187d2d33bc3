package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.node.FakeNode;
import io.hydrant.node.NodeKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostNodeTest {
  private final FakeNode node = new FakeNode("gpu-a");
  private final HostNode host = new HostNode(node);

  @Test
  void theMachineIsTheOneThatTheNodeNames() throws Exception {
    node.create(List.of(), List.of());
    node.setProviderId("aws:///eu-west-1a/i-0abc");

    assertThat(host.instanceId()).isEqualTo("i-0abc");
  }

  @Test
  void aMachineThatIsNotKnownIsAFailureThatSaysWhatToDo() {
    assertThatThrownBy(host::instanceId).hasMessageContaining("there is no Node");
    node.create(List.of(), List.of());

    assertThatThrownBy(host::instanceId)
        .hasMessageContaining("no spec.providerID yet")
        .hasMessageContaining("instance-id");
    assertThatThrownBy(() -> new HostNode(null).instanceId()).hasMessageContaining("no Node");
  }

  @Test
  void aNodeThatStaysIsARollOutAndKeepsItsQueue() {
    node.create(List.of(NodeKeys.STARTUP_TAINT), List.of());

    assertThat(host.isGoing()).isFalse();
  }

  @Test
  void aNodeThatKarpenterDrainsOrThatIsDeletedGoes() {
    node.create(List.of(NodeKeys.DISRUPTED), List.of());
    assertThat(host.isGoing()).isTrue();

    node.delete();
    assertThat(host.isGoing()).isTrue();
  }

  @Test
  void whatCannotBeFoundOutCountsAsStaying() {
    node.create(List.of(NodeKeys.DISRUPTED), List.of());
    node.silent(true);

    assertThat(host.isGoing()).isFalse();
    assertThat(new HostNode(null).isGoing()).isFalse();
  }
}

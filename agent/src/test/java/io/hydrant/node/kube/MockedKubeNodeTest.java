package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.hydrant.node.OwnNode;
import io.hydrant.node.OwnNodeContract;
import io.hydrant.node.Surroundings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class MockedKubeNodeTest extends OwnNodeContract {
  private final KubernetesMockServer server = MockServers.crud();
  private KubernetesClient admin;
  private KubeNode node;

  @BeforeEach
  void start() {
    admin = server.createClient();
    node = new KubeNode(() -> KubeClients.connect(admin.getConfiguration(), "test"), "node-a");
  }

  @AfterEach
  void stop() {
    node.close();
    admin.close();
    MockServers.end(server);
  }

  @Override
  protected OwnNode node() {
    return node;
  }

  @Override
  protected Surroundings outside() {
    return new KubeSurroundings(admin, "node-a");
  }

  @Override
  protected boolean answersFailedTests() {
    return false;
  }
}

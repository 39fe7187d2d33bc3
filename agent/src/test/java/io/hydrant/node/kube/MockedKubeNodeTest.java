package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.hydrant.node.OwnNode;
import io.hydrant.node.OwnNodeContract;
import io.hydrant.node.Surroundings;
import java.net.InetAddress;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class MockedKubeNodeTest extends OwnNodeContract {
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);
  private KubernetesClient admin;
  private KubeNode node;

  @BeforeEach
  void start() {
    server.init(InetAddress.getLoopbackAddress(), 0);
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

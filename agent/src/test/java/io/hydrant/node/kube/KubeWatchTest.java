package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubeWatchTest {
  private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
  private final KubernetesMockServer server =
      MockServers.start(responses, new KubernetesMixedDispatcher(responses));
  private final BlockingQueue<String> revisions = new LinkedBlockingQueue<>();
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

  @Test
  void theWatchBeginsOnceTheApiAnswers() throws Exception {
    new KubeSurroundings(admin, "node-a").create(List.of(), List.of());
    server
        .expect()
        .get()
        .withPath("/api/v1/nodes?fieldSelector=metadata.name%3Dnode-a&resourceVersion=0")
        .andReturn(503, "")
        .times(2);

    node.watch(revisions::add);

    assertThat(revisions.poll(20, TimeUnit.SECONDS))
        .isEqualTo(node.read().orElseThrow().revision());
    assertThat(responses.values()).as("the answers that were asked for").anyMatch(Queue::isEmpty);
  }

  @Test
  void otherNodesAreNotWatched() throws Exception {
    new KubeSurroundings(admin, "node-b").create(List.of(), List.of());
    node.watch(revisions::add);
    new KubeSurroundings(admin, "node-c").create(List.of(), List.of());

    new KubeSurroundings(admin, "node-a").create(List.of(), List.of());

    assertThat(revisions.poll(20, TimeUnit.SECONDS))
        .isEqualTo(node.read().orElseThrow().revision());
  }
}

package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.hydrant.node.NodeAction;
import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeEvent;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeException.Kind;
import io.hydrant.node.NodeFacts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeFailuresTest {
  private static final String PATH = "/api/v1/nodes/node-a";
  private static final NodeFacts SEEN =
      new NodeFacts("node-a", "uid", "7", List.of("t"), List.of(), Map.of(), Map.of(), "", false);
  private static final NodeAction REMOVE = new NodeAction.RemoveTaint("t");

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private KubeNode node;

  @BeforeEach
  void start() {
    server.init(InetAddress.getLoopbackAddress(), 0);
    node = connect(server.url("/"));
  }

  @AfterEach
  void stop() {
    node.close();
    MockServers.end(server);
  }

  @ParameterizedTest
  @CsvSource({
    "422, STALE",
    "409, STALE",
    "403, DENIED",
    "404, GONE",
    "401, UNREACHABLE",
    "429, UNREACHABLE",
    "500, UNREACHABLE",
    "503, UNREACHABLE"
  })
  void eachAnswerIsAskedForOnceAndSorted(int code, Kind kind) {
    server
        .expect()
        .patch()
        .withPath(PATH)
        .andReturn(
            code, new StatusBuilder().withCode(code).withMessage("the server's reason").build())
        .always();

    NodeException failure =
        catchThrowableOfType(NodeException.class, () -> node.apply(REMOVE, SEEN));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure)
        .hasMessageStartingWith("could not remove the taint 't' of the node 'node-a': ")
        .hasMessageContaining("the server's reason");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aDenialNamesWhatToCheck() {
    server.expect().post().withPath("/api/v1/namespaces/default/events").andReturn(403, "").once();

    NodeException failure =
        catchThrowableOfType(
            NodeException.class,
            () ->
                node.post(
                    new NodeEvent(NodeEvent.Type.NORMAL, "ModelsReady", "x", Instant.EPOCH), SEEN));

    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure).hasMessageContaining("role and the admission policy");
  }

  @Test
  void aServerThatIsNotThereDoesNotAnswer() {
    server.destroy();

    NodeException failure = catchThrowableOfType(NodeException.class, () -> node.read());

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining(
            "could not read the node 'node-a': the Kubernetes API does not answer");
  }

  @Test
  void aConditionGoesThroughItsOwnDoorInOneRequest() throws Exception {
    server
        .expect()
        .patch()
        .withPath(PATH + "/status")
        .andReturn(
            200, new NodeBuilder().withNewMetadata().withName("node-a").endMetadata().build())
        .once();

    node.apply(
        new NodeAction.WriteCondition(
            new NodeCondition("t", "True", "r", "m", Instant.EPOCH, Instant.EPOCH)),
        SEEN);

    RecordedRequest request = server.getLastRequest();
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(request.getHeader("Content-Type")).startsWith("application/json-patch+json");
    assertThat(request.getHeader("User-Agent")).isEqualTo("hydrant/test");
  }

  private static KubeNode connect(String url) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url).withConnectionTimeout(2_000).build();
    return new KubeNode(() -> KubeClients.connect(config, "test"), "node-a");
  }
}

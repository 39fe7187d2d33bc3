package io.hydrant.node.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.api.model.NodeListBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.hydrant.node.AgentPods;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubeFleetTest {
  private static final AgentPods AGENTS = new AgentPods("hydrant", "app=hydrant", 9808);

  private static final String KEY = "loras/ü +1.safetensors";
  private static final String PRESENT =
      """
      {"bucket":"models","key":"%s","mirrored":true,"etag":"e-1","detail":"there"}
      """
          .formatted(KEY);
  private static final ModelAnswer TOLD = new ModelAnswer.Told("models", true, "e-1", "there");

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private KubeFleet fleet;

  @BeforeEach
  void start() {
    server.init(InetAddress.getLoopbackAddress(), 0);
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server.url("/")).build();
    fleet = new KubeFleet(KubeClients.connect(config, "test"));
  }

  @AfterEach
  void stop() {
    fleet.close();
    MockServers.end(server);
  }

  @Test
  void aLongListIsReadPageByPageAndSorted() throws Exception {
    server
        .expect()
        .get()
        .withPath("/api/v1/nodes?limit=500")
        .andReturn(200, page("more", "node-c", "node-a"))
        .once();
    server
        .expect()
        .get()
        .withPath("/api/v1/nodes?continue=more&limit=500")
        .andReturn(200, page("", "node-b"))
        .once();

    assertThat(fleet.nodes(""))
        .extracting(NodeFacts::name)
        .containsExactly("node-a", "node-b", "node-c");
  }

  @Test
  void theSelectorIsLeftToTheServer() throws Exception {
    server
        .expect()
        .get()
        .withPath("/api/v1/nodes?labelSelector=gpu%3Dl40s&limit=500")
        .andReturn(200, page("", "node-a"))
        .once();

    assertThat(fleet.nodes("gpu=l40s")).hasSize(1);
  }

  @Test
  void aNodeNamesItsMachineAndSaysWhetherItIsGoing() throws Exception {
    Node going =
        new NodeBuilder()
            .withNewMetadata()
            .withName("node-a")
            .withDeletionTimestamp("2026-11-24T12:00:00Z")
            .endMetadata()
            .withNewSpec()
            .withProviderID("aws:///eu-west-1a/i-0abc")
            .endSpec()
            .build();
    server
        .expect()
        .get()
        .withPath("/api/v1/nodes?limit=500")
        .andReturn(200, new NodeListBuilder().withItems(going, node("node-b")).build())
        .once();

    assertThat(fleet.nodes(""))
        .extracting(NodeFacts::instanceId, NodeFacts::isGoing)
        .containsExactly(tuple("i-0abc", true), tuple("", false));
  }

  @Test
  void aListThatIsDeniedSaysSo() {
    server.expect().get().withPath("/api/v1/nodes?limit=500").andReturn(403, "").once();

    assertThatThrownBy(() -> fleet.nodes(""))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("could not list the nodes of http://");
  }

  @Test
  void eachAgentIsAskedThroughTheApiServerForTheVeryKey() throws Exception {
    pods(running("agent-1", "node-a"), running("agent-2", "node-b"));
    answer("agent-1", 200, PRESENT);
    answer(
        "agent-2",
        200,
        """
        {"bucket":"models","key":"%s","mirrored":false,"etag":null,"detail":"it is excluded"}
        """
            .formatted(KEY));

    assertThat(ask("node-b", "node-a"))
        .containsExactly(
            Map.entry("node-b", new ModelAnswer.Told("models", false, null, "it is excluded")),
            Map.entry("node-a", TOLD));
  }

  @Test
  void aNodeWithoutARunningAgentIsUnknown() throws Exception {
    pods(
        pod("agent-1", "node-a", "Pending", null),
        pod("agent-2", "node-b", "Running", "2026-11-24T12:00:00Z"));

    assertThat(ask("node-a", "node-b", "node-c"))
        .hasSize(3)
        .allSatisfy((_, answer) ->
            assertThat(answer).isEqualTo(new ModelAnswer.Unknown("no agent runs on it")));
  }

  @Test
  void anAgentThatCannotAnswerIsUnknownAndTheOthersAreHeard() throws Exception {
    pods(
        running("agent-1", "node-a"),
        running("agent-2", "node-b"),
        running("agent-3", "node-c"),
        running("agent-4", "node-d"),
        running("agent-5", "node-e"));
    answer("agent-1", 503, "");
    answer("agent-2", 404, "");
    answer("agent-3", 200, "<html>");
    answer("agent-4", 200, PRESENT);
    answer("agent-5", 200, "{\"present\":true}");

    Map<String, ModelAnswer> answers = ask("node-a", "node-b", "node-c", "node-d", "node-e");

    assertThat(answers.get("node-d")).isEqualTo(TOLD);
    assertThat(reason(answers, "node-a")).contains("could not ask the pod 'agent-1'");
    assertThat(reason(answers, "node-b")).contains("its agent went");
    assertThat(reason(answers, "node-c")).contains("no JSON");
    assertThat(reason(answers, "node-e")).contains("not understood");
  }

  /// An API server tidies paths, as Go's do.
  @Test
  void anAnswerAboutAnotherKeyIsNone() throws Exception {
    pods(running("agent-1", "node-a"));
    answer("agent-1", 200, PRESENT.replace(KEY, "loras/another"));

    assertThat(reason(ask("node-a"), "node-a")).contains("does not let this key through");
  }

  private Map<String, ModelAnswer> ask(String... nodes) throws NodeException {
    return fleet.ask(AGENTS, List.of(nodes), KEY);
  }

  private static String reason(Map<String, ModelAnswer> answers, String node) {
    return answers.get(node) instanceof ModelAnswer.Unknown(String reason) ? reason : "";
  }

  private void pods(Pod... pods) {
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/hydrant/pods?labelSelector=app%3Dhydrant")
        .andReturn(200, new PodListBuilder().withItems(pods).build())
        .once();
  }

  private void answer(String pod, int code, String body) {
    server
        .expect()
        .get()
        .withPath(
            "/api/v1/namespaces/hydrant/pods/"
                + pod
                + ":9808/proxy/models/loras%2F%C3%BC%20%2B1.safetensors")
        .andReturn(code, body)
        .once();
  }

  private static Pod running(String name, String node) {
    return pod(name, node, "Running", null);
  }

  private static Pod pod(String name, String node, String phase, @Nullable String deleted) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("hydrant")
        .withDeletionTimestamp(deleted)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static NodeList page(String next, String... names) {
    return new NodeListBuilder()
        .withNewMetadata()
        .withContinue(next)
        .endMetadata()
        .withItems(Stream.of(names).map(KubeFleetTest::node).toList())
        .build();
  }

  private static Node node(String name) {
    return new NodeBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}

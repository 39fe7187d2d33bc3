package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.File;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of [NodePatch], sent to a real API server with tokens of real pods. It needs an
/// administrator's rights, and one that nobody else uses: it makes a Node.
@RequiresHelm
@EnabledIfEnvironmentVariable(
    named = "HYDRANT_IT_KUBECONFIG",
    matches = ".+",
    disabledReason = "HYDRANT_IT_KUBECONFIG names no API server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdmissionPolicyIT {
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Fields that a present API server drops or refuses before it asks the policy; an older one may
  /// not.
  private static final List<String> OF_THE_PAST =
      List.of("/spec/configSource", "/spec/externalID", "/status/config");

  private final InstalledRights rights =
      new InstalledRights(new File(System.getenv("HYDRANT_IT_KUBECONFIG")));
  private final KubernetesClient agent = rights.agentOn(rights.nodeName());

  @BeforeAll
  void thePolicyIsInForce() {
    rights.resetNode();
    NodePatch denied = NodePatch.named("a foreign label is set");
    Instant end = Instant.now().plus(PATIENCE);
    while (send(agent, denied).code() == HttpURLConnection.HTTP_OK) {
      assertThat(Instant.now()).as("the policy is in force").isBefore(end);
      rights.resetNode();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @BeforeEach
  void resetNode() {
    rights.resetNode();
  }

  @AfterAll
  void uninstall() {
    agent.close();
    rights.close();
  }

  @ParameterizedTest
  @MethodSource("io.hydrant.daemonset.NodePatch#table")
  void everyPatchOfTheTableIsAnsweredAsItSays(NodePatch patch) {
    Node before = rights.node();

    Answer answer = send(agent, patch);

    if (patch.denial() == null) {
      assertThat(answer).isEqualTo(Answer.OK);
      return;
    }
    assertThat(rights.node()).isEqualTo(before);
    if (OF_THE_PAST.stream().noneMatch(patch::touches)) {
      assertThat(answer.code()).as(answer.message()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
      assertThat(answer.message()).contains(patch.denial());
    }
  }

  @Test
  void anotherNodeIsNotTheAgentsToChange() {
    try (KubernetesClient neighbour = rights.agentOn("another-node")) {
      assertDenied(neighbour);
    }
  }

  @Test
  void aTokenThatNamesNoNodeChangesNothing() {
    try (KubernetesClient anyone = rights.agentOnNoNode()) {
      assertDenied(anyone);
    }
  }

  private void assertDenied(KubernetesClient client) {
    Answer answer = send(client, NodePatch.named("the startup taint is removed"));

    assertThat(answer.code()).as(answer.message()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
    assertThat(answer.message()).contains("only the Node that it runs on");
  }

  /// How the API server answered.
  private record Answer(int code, String message) {
    static final Answer OK = new Answer(HttpURLConnection.HTTP_OK, "");
  }

  private Answer send(KubernetesClient client, NodePatch patch) {
    Resource<Node> node = client.nodes().withName(rights.nodeName());
    try {
      if (patch.isOfStatus()) {
        node.subresource("status").patch(JSON_PATCH, patch.operations().toString());
      } else {
        node.patch(JSON_PATCH, patch.operations().toString());
      }
      return Answer.OK;
    } catch (KubernetesClientException e) {
      return new Answer(e.getCode(), String.valueOf(e.getMessage()));
    }
  }
}

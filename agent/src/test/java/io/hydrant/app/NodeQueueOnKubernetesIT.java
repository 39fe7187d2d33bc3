package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.hydrant.localcloud.LocalCloud;
import io.hydrant.node.NodeKeys;
import io.hydrant.node.kube.KubeSurroundings;
import io.hydrant.node.kube.MockServers;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/// An agent as a DaemonSet runs it: told the name of its node, and nothing of the machine.
@Timeout(180)
class NodeQueueOnKubernetesIT {
  private static final String NODE = "ip-10-0-0-1.ec2.internal";
  private static final String QUEUE = "hydrant-prod-i-0abc";

  @TempDir private Path folder;
  private final KubernetesMockServer api = MockServers.crud();
  private KubernetesClient admin;
  private LocalCloud localcloud;
  private SqsClient sqs;

  @BeforeEach
  void start() throws Exception {
    admin = api.createClient();
    localcloud = LocalCloud.start(folder.resolve("cloud"));
    sqs = localcloud.newSqsClient();
    admin
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///eu-west-1a/i-0abc")
                .addNewTaint("NoSchedule", NodeKeys.STARTUP_TAINT, null, null)
                .endSpec()
                .build())
        .create();
  }

  @AfterEach
  void stop() {
    sqs.close();
    localcloud.close();
    admin.close();
    MockServers.end(api);
  }

  @Test
  void theQueueIsNamedByTheMachineOutlivesARolloutAndGoesWithTheNode() throws Exception {
    try (AgentProcess agent = agent()) {
      awaitReady(agent);
      assertThat(queues()).contains(QUEUE);
      assertThat(agent.stop()).isEqualTo(143);
    }
    assertThat(queues()).contains(QUEUE);

    try (AgentProcess next = agent()) {
      awaitReady(next);
      new KubeSurroundings(admin, NODE).addTaintInFront(NodeKeys.DISRUPTED);
      next.stop();
    }
    assertThat(queues()).doesNotContain(QUEUE);
  }

  private AgentProcess agent() throws Exception {
    return AgentProcess.start(
        LocalcloudProvider.cloud(localcloud),
        folder,
        List.of(
            "-Dkubernetes.master=http://127.0.0.1:" + api.getPort(),
            "-Dkubernetes.auth.tryKubeConfig=false",
            "-Dkubernetes.auth.tryServiceAccount=false"),
        List.of(
            "--bucket=models",
            "--root=" + folder.resolve("root"),
            "--topic-arn=" + localcloud.bucket("models").topicArn(),
            "--sns-endpoint-url=" + localcloud.snsEndpoint(),
            "--cluster=prod",
            "--kubernetes=on",
            "--node-name=" + NODE));
  }

  private void awaitReady(AgentProcess agent) throws Exception {
    Await.until(() -> agent.status().ready() && taints().isEmpty(), agent::log);
  }

  private List<String> taints() {
    return admin.nodes().withName(NODE).require().getSpec().getTaints().stream()
        .map(Taint::getKey)
        .toList();
  }

  private List<String> queues() {
    return sqs.listQueues().queueUrls().stream()
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .toList();
  }
}

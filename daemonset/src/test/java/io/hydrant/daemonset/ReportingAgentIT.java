package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import io.hydrant.localcloud.LocalCloud;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The whole agent at a real API server, with the token, the rights and the policy that the chart
/// gives it and no more. It needs an administrator's rights, and makes a Node.
@RequiresHelm
@EnabledIfEnvironmentVariable(
    named = "HYDRANT_IT_KUBECONFIG",
    matches = ".+",
    disabledReason = "HYDRANT_IT_KUBECONFIG names no API server")
final class ReportingAgentIT {
  private static final String BUCKET = "models";
  private static final String TAINT = "hydrant.dev/models-not-ready";
  private static final String CONDITION = "hydrant.dev/ModelsReady";

  @TempDir private Path folder;

  @AutoClose
  private final InstalledRights rights =
      new InstalledRights(new File(System.getenv("HYDRANT_IT_KUBECONFIG")));

  @AutoClose private LocalCloud cloud;
  private String queue;

  @BeforeEach
  void prepare() throws IOException {
    rights.resetNode();
    cloud = LocalCloud.start(Files.createDirectory(folder.resolve("cloud")));
    queue = cloud.createQueue("node");
    cloud.subscribe(cloud.bucket(BUCKET).topicArn(), queue, false);
  }

  @Test
  void itOpensItsNodeAndIsDeniedNothing() throws Exception {
    upload("checkpoints/sd xl.safetensors");
    Node before = rights.node();
    assertThat(before.getSpec().getTaints()).extracting(Taint::getKey).contains(TAINT);

    String log =
        run(() -> {
          rights.awaitNode(ReportingAgentIT::isReady);
          rights.awaitNode(node -> "1/1".equals(annotation(node, "hydrant.dev/models")));
          upload("loras/a.safetensors");
          rights.awaitNode(node -> "2/2".equals(annotation(node, "hydrant.dev/models")));
        });

    Node after = rights.node();
    assertThat(after.getSpec().getTaints())
        .isEqualTo(
            before.getSpec().getTaints().stream()
                .filter(taint -> !TAINT.equals(taint.getKey()))
                .toList());
    assertThat(foreignConditions(after)).isEqualTo(foreignConditions(before));
    assertThat(after.getMetadata().getLabels()).containsEntry("hydrant.dev/ready", "true");
    assertThat(rights.events()).extracting(Event::getReason).contains("ModelsReady");
    assertThat(log).contains("published loras/a.safetensors").doesNotContain("WARN", "ERROR");
  }

  /// Does something while an agent runs.
  ///
  /// @return what the agent wrote
  private String run(Runnable story) throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, rights.agentKubeconfig());
    Path log = folder.resolve("agent.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                "../agent/target/hydrant.jar",
                "run",
                "--bucket=" + BUCKET,
                "--root=" + folder.resolve("node"),
                "--s3-endpoint-url=" + cloud.s3Endpoint(),
                "--sqs-endpoint-url=" + cloud.sqsEndpoint(),
                "--queue-url=" + queue,
                "--http-address=127.0.0.1:0",
                "--kubernetes=on",
                "--node-name=" + rights.nodeName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "AWS_ACCESS_KEY_ID", cloud.accessKey(),
                "AWS_SECRET_ACCESS_KEY", cloud.secretKey(),
                "AWS_REGION", cloud.region()));
    builder.environment().keySet().removeIf(name -> name.startsWith("HYDRANT_"));
    builder.environment().remove("AWS_CA_BUNDLE");
    Process agent = builder.start();
    try {
      story.run();
    } catch (RuntimeException e) {
      throw new AssertionError(Files.readString(log), e);
    } finally {
      agent.destroy();
      if (!agent.waitFor(30, TimeUnit.SECONDS)) {
        agent.destroyForcibly();
      }
    }
    return Files.readString(log);
  }

  private void upload(String key) {
    try (S3Client s3 = cloud.newS3Client()) {
      s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString("a model"));
    }
  }

  private static boolean isReady(Node node) {
    return node.getSpec().getTaints().stream().noneMatch(taint -> TAINT.equals(taint.getKey()))
        && node.getStatus().getConditions().stream()
            .anyMatch(condition ->
                CONDITION.equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static String annotation(Node node, String name) {
    return Optional.ofNullable(node.getMetadata().getAnnotations())
        .orElse(Map.of())
        .getOrDefault(name, "");
  }

  private static List<NodeCondition> foreignConditions(Node node) {
    return node.getStatus().getConditions().stream()
        .filter(condition -> !CONDITION.equals(condition.getType()))
        .toList();
  }
}

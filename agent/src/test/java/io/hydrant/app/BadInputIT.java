package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.config.AgentConfig;
import io.hydrant.localcloud.LocalCloud;
import io.hydrant.localcloud.LocalCloudOptions;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What is wrong with the world is said, nothing is lost, and the agent goes on when it is right.
@Timeout(180)
class BadInputIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path root;
  private CloudBucket bucket;

  @BeforeEach
  void makeBucket() {
    bucket = new CloudBucket(CLOUD.cloud());
  }

  @AfterEach
  void leaveBucket() {
    bucket.close();
  }

  @Test
  void aBucketThatIsMissingIsNamedUntilItIsThere() throws Exception {
    String missing = "not-there-" + bucket.name();
    Path model = root.resolve("data/loras/a.safetensors");
    // The bucket may be listed between its making and the upload, of which no event tells.
    try (Agent agent = start(config("bucket", missing, "resync-interval", "1s"))) {
      awaitMessage(agent, "s3://" + missing);
      assertThat(agent.status().ready()).isFalse();
      try (CloudBucket late = new CloudBucket(CLOUD.cloud(), missing)) {
        late.put("loras/a.safetensors", CONTENT);
        Await.until(() -> Files.exists(model), () -> agent.status().toString());
        awaitReady(agent);
      }
      assertThat(model).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerAtStartIsAskedAgain(@TempDir Path folder) throws Exception {
    int port = freePort();
    AgentConfig config =
        config("s3-endpoint-url", "http://127.0.0.1:" + port, "bucket", "late-models");
    try (Agent agent = start(config)) {
      awaitMessage(agent, "s3://late-models");
      LocalCloudOptions options = new LocalCloudOptions(folder, port, 0, 0);
      try (LocalCloud late = LocalCloud.start(options)) {
        late.createBucket("late-models");
        awaitReady(agent);
      }
    }
  }

  @Test
  void wrongCredentialsAreSaid() throws Exception {
    AwsBasicCredentials wrong = AwsBasicCredentials.create("nobody", "nothing");
    try (Agent agent = Agent.start(config(), StaticCredentialsProvider.create(wrong))) {
      awaitMessage(agent, "s3://" + bucket.name());
      assertThat(agent.status().message()).containsIgnoringCase("credentials");
      assertThat(agent.status().message()).doesNotContain("nothing");
    }
  }

  @Test
  void theSecondAgentOnADirectoryIsToldWhoHoldsIt() throws Exception {
    try (Agent first = start(config())) {
      awaitReady(first);
      assertThatThrownBy(() -> start(config()))
          .hasMessageContaining(root.toString())
          .hasMessageContaining("this process");
    }
    // The lock is free again.
    start(config()).close();
  }

  @Test
  void aRootThatIsAFileIsRefused() throws Exception {
    Path file = Files.write(root.resolve("file"), CONTENT);
    assertThatThrownBy(() -> start(config("root", file.toString())))
        .hasMessageContaining(file.toString());
  }

  @Test
  void aPortInUseIsRefusedAndNothingStaysBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertThatThrownBy(() -> start(config("http-address", address)))
          .hasMessageContaining(address)
          .hasMessageContaining("--http-address");
    }
    start(config()).close();
  }

  @Test
  void aForeignFileIsKeptAndCounted() throws Exception {
    Path foreign = Files.createDirectories(root.resolve("data/loras")).resolve("a.safetensors");
    Files.writeString(foreign, "mine");
    bucket.put("loras/a.safetensors", CONTENT);
    try (Agent agent = start(config())) {
      awaitReady(agent);
      assertThat(foreign).hasContent("mine");
      assertThat(agent.status().skipped()).containsEntry("FOREIGN_FILE", 1);
    }
  }

  @Test
  void aForeignFileIsReplacedWhereThatIsAllowed() throws Exception {
    Path foreign = Files.createDirectories(root.resolve("data/loras")).resolve("a.safetensors");
    Files.writeString(foreign, "mine");
    bucket.put("loras/a.safetensors", CONTENT);
    try (Agent agent = start(config("replace-foreign", "true"))) {
      awaitReady(agent);
      assertThat(foreign).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void aModelThatDoesNotFitIsLeftOutAndCounted() throws Exception {
    bucket.put("loras/a.safetensors", CONTENT);
    try (Agent agent = start(config("reserve", "4096TiB"))) {
      awaitReady(agent);
      assertThat(agent.status().skipped()).containsEntry("NO_SPACE", 1);
      assertThat(root.resolve("data/loras")).isEmptyDirectory();
    }
  }

  @Test
  void garbageInTheQueueDoesNotStopTheEvents() throws Exception {
    try (Agent agent = start(config());
        SqsClient sqs = CLOUD.cloud().newSqsClient()) {
      awaitReady(agent);
      for (String garbage : new String[] {"{", "[1]", "{\"Records\":[{}]}", "plain text"}) {
        sqs.sendMessage(send -> send.queueUrl(bucket.queueUrl()).messageBody(garbage));
      }
      bucket.put("loras/a.safetensors", CONTENT);
      Await.until(
          () -> Files.exists(root.resolve("data/loras/a.safetensors")),
          () -> agent.status().toString());
    }
  }

  @Test
  void anEmptiedBucketDoesNotEmptyTheNodeAndIsSaid() throws Exception {
    bucket.put("loras/a.safetensors", CONTENT);
    try (Agent agent = start(config())) {
      awaitReady(agent);
    }
    bucket.delete("loras/a.safetensors");
    try (Agent agent = start(config("queue-url", bucket.newQueue()))) {
      Await.until(() -> agent.status().phase() == Phase.DEGRADED, () -> agent.status().toString());
      assertThat(agent.status().heldRemovals()).isEqualTo(1);
      assertThat(agent.status().message()).contains("lists no wanted model");
      assertThat(root.resolve("data/loras/a.safetensors")).exists();
    }
  }

  private Agent start(AgentConfig config) throws Exception {
    return Agent.start(config, CLOUD.cloud().credentials());
  }

  private AgentConfig config(String... more) throws Exception {
    return Configs.of(CLOUD.cloud(), bucket, root, more);
  }

  private static void awaitReady(Agent agent) throws Exception {
    Await.until(() -> agent.status().phase() == Phase.READY, () -> agent.status().toString());
  }

  private static void awaitMessage(Agent agent, String part) throws Exception {
    Await.until(() -> agent.status().message().contains(part), () -> agent.status().toString());
    AgentStatus status = agent.status();
    assertThat(status.phase()).isEqualTo(Phase.STARTING);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

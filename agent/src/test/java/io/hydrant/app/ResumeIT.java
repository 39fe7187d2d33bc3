package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An agent that was stopped or killed in the middle of a large model goes on where it was: the
/// network that the next one has would not carry all of it.
class ResumeIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  /// Parts arrive out of order and are written in order, so that much more has arrived than the
  /// file holds: at most 25 parts of 8 MiB are on their way.
  private static final int SIZE = 384 << 20;

  private static final int CARRIED_BEFORE = 320 << 20;
  private static final int ARRIVED_BEFORE = 64 << 20;
  private static final int CARRIED_AFTER = 340 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(120)
  void theNextAgentGoesOnWhereTheLastOneWas(boolean killed) throws Exception {
    Path root = folder.resolve("node");
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud())) {
      bucket.put("checkpoints/large.safetensors", content);
      try (FaultyProxy network = network(Fault.STALL, CARRIED_BEFORE);
          AgentProcess agent = start(network, bucket, root)) {
        Await.until(() -> stagedBytes(root) >= ARRIVED_BEFORE || !agent.isAlive(), agent::log);
        if (killed) {
          agent.kill();
        } else {
          assertThat(agent.stop()).isIn(0, 143);
        }
        assertThat(Tree.of(root)).isEmpty();
      }

      try (FaultyProxy network = network(Fault.RESET, CARRIED_AFTER);
          AgentProcess agent = start(network, bucket, root)) {
        Await.until(() -> agent.status().ready() || !agent.isAlive(), agent::log);
        assertThat(agent.log()).doesNotContain("attempt 1 to fetch");
      }
      assertThat(Tree.of(root)).isEqualTo(bucket.tree());
      assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
    }
  }

  private static FaultyProxy network(Fault fault, long carries) throws IOException {
    return new FaultyProxy(CLOUD.cloud().s3Endpoint(), fault, carries);
  }

  private AgentProcess start(FaultyProxy network, CloudBucket bucket, Path root)
      throws IOException {
    Cloud cloud = CLOUD.cloud();
    return AgentProcess.start(
        new Cloud(
            network.endpoint(),
            cloud.sqsEndpoint(),
            cloud.region(),
            cloud.credentials(),
            cloud.queues()),
        folder,
        List.of(),
        List.of("--bucket", bucket.name(), "--root", root.toString()));
  }

  private static long stagedBytes(Path root) throws IOException {
    Path staging = root.resolve(".hydrant/staging");
    if (!Files.isDirectory(staging)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(staging)) {
      return files.mapToLong(ResumeIT::sizeOf).sum();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

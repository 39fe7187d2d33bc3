package io.hydrant.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Timeout(60)
class NodeQueueIT {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private QueueCloud cloud;

  @BeforeEach
  void start() throws IOException {
    cloud = new QueueCloud(folder);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void whatHappensInTheBucketAfterwardsIsInTheQueueWithoutAnEnvelope() throws IOException {
    String url = queue("i-1").ensure();
    cloud.putObject("loras/a.safetensors");

    assertThat(cloud.receive(url))
        .singleElement()
        .asString()
        .startsWith("{\"Records\"")
        .contains("loras/a.safetensors");
  }

  @Test
  void theQueueIsTaggedAndLeavesWhatNobodyUnderstandsToTheDeadLetters() throws IOException {
    String url = queue("i-1").ensure();

    assertThat(cloud.attributes(url))
        .hasEntrySatisfying(
            QueueAttributeName.REDRIVE_POLICY,
            redrive -> assertThat(redrive).contains("hydrant-prod-dead-letters").contains("5"));
    assertThat(cloud.tags(url))
        .isEqualTo(
            Map.of(
                "hydrant:cluster", "prod",
                "hydrant:node", "i-1",
                "hydrant:heartbeat", NOW.toString()));
    assertThat(cloud.queues())
        .containsExactlyInAnyOrder("hydrant-prod-i-1", "hydrant-prod-dead-letters");
  }

  @Test
  void startingAgainFindsTheSameQueueAndSubscription() throws IOException {
    String url = queue("i-1").ensure();
    assertThat(queue("i-1").ensure()).isEqualTo(url);

    cloud.putObject("loras/a.safetensors");
    assertThat(cloud.receive(url)).hasSize(1);
  }

  @Test
  void aHeartbeatRenewsTheTag() throws IOException {
    MutableClock clock = new MutableClock(NOW);
    NodeQueue queue = cloud.queue("prod", "i-1", clock);
    String url = queue.ensure();
    clock.set(NOW.plusSeconds(300));
    queue.beat();

    assertThat(cloud.tags(url)).containsEntry("hydrant:heartbeat", NOW.plusSeconds(300).toString());
  }

  @Test
  void whenTheNodeGoesQueueAndSubscriptionGoAndThoseOfOthersStay() throws IOException {
    NodeQueue going = queue("i-1");
    going.ensure();
    queue("i-2").ensure();
    going.remove();

    assertThat(cloud.queues())
        .containsExactlyInAnyOrder("hydrant-prod-i-2", "hydrant-prod-dead-letters");
    assertThat(cloud.subscribed()).containsExactly("hydrant-prod-i-2");
  }

  @Test
  void whatIsMissingIsNamedWithTheActionAndTheResource() {
    String absent = "arn:aws:sns:us-east-1:000000000000:not-there";
    NodeQueue queue =
        new NodeQueue(
            cloud.settings("prod", absent), "i-1", cloud.credentials(), InstantSource.fixed(NOW));

    assertThatThrownBy(queue::ensure)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sns:Subscribe on " + absent);
  }

  private NodeQueue queue(String node) {
    return cloud.queue("prod", node, InstantSource.fixed(NOW));
  }
}

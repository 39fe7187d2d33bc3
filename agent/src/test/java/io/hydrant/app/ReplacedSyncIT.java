package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.localcloud.LocalCloud;
import io.hydrant.localcloud.s3.DeliveryFilter;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the sync of comfyui-on-eks, which Hydrant replaces, does wrong: a Lambda that has every
/// node copy the bucket on each event, after a copy at boot. Each of it is shown to go right.
@Timeout(180)
class ReplacedSyncIT {
  private static final String NEVER = "24h";

  @TempDir private Path folder;
  private LocalCloud localcloud;
  private Cloud cloud;
  private CloudBucket bucket;

  @BeforeEach
  void startCloud() throws Exception {
    localcloud = LocalCloud.start(folder.resolve("cloud"));
    cloud = LocalcloudProvider.cloud(localcloud);
    bucket = new CloudBucket(cloud);
    bucket.put("checkpoints/stays.safetensors", bytes("stays"));
  }

  @AfterEach
  void stopCloud() {
    bucket.close();
    localcloud.close();
  }

  /// There, delete events crash the Lambda, because they tell no size.
  @Test
  void aDeletedObjectIsRemovedFromTheNode() throws Exception {
    bucket.put("loras/a.safetensors", bytes("a"));
    try (Agent agent = start("resync-interval", NEVER)) {
      awaitAgreement(agent);
      bucket.delete("loras/a.safetensors");
      awaitAgreement(agent);

      assertThat(files()).containsOnlyKeys("checkpoints/stays.safetensors");
    }
  }

  /// There, keys are not decoded, so that these are skipped or get another name.
  @Test
  void keysWithSpacesPlusSignsParenthesesAndOtherScriptsKeepTheirNames() throws Exception {
    List<String> keys =
        List.of(
            "loras/with space.safetensors",
            "loras/a+b (v1.0) [final].safetensors",
            "loras/100%25 %2F.safetensors",
            "loras/模型-ü-🐎.safetensors");
    try (Agent agent = start("resync-interval", NEVER)) {
      awaitAgreement(agent);
      keys.forEach(key -> bucket.put(key, bytes(key)));
      awaitAgreement(agent);

      assertThat(files()).containsKeys(keys.toArray(String[]::new));
    }
  }

  /// There, an upload that no event tells the node of is lost for ever.
  @Test
  void anUploadThatNoEventTellsOfArrivesWithTheNextListing() throws Exception {
    localcloud.onDelivery((_, _) -> {});
    try (Agent agent = start("resync-interval", "1s")) {
      awaitAgreement(agent);
      bucket.put("loras/unheard.safetensors", bytes("unheard"));
      awaitAgreement(agent);

      assertThat(files()).containsKey("loras/unheard.safetensors");
    }
  }

  /// There, each event of a storm copies the whole bucket, in any order.
  @Test
  void aStormOfEventsCausesNoListingAndEndsWithTheLastState() throws Exception {
    DeliveryFilter twice =
        (message, topic) -> {
          topic.accept(message);
          topic.accept(message);
        };
    localcloud.onDelivery(twice);
    try (Agent agent = start("resync-interval", NEVER)) {
      awaitAgreement(agent);
      for (int i = 0; i < 100; i++) {
        bucket.put("loras/hot.safetensors", bytes("state " + i));
        bucket.put("loras/" + i % 7 + ".safetensors", bytes("of " + i));
      }
      bucket.delete("loras/3.safetensors");
      awaitAgreement(agent);

      assertThat(metric(agent, "hydrant_listing_duration_seconds_count")).isEqualTo(1);
    }
  }

  /// There, the zip archives of its own build land on GPU nodes, and models fill the disk.
  @Test
  void whatIsNotSelectedOrDoesNotFitStaysAwayAndIsCounted() throws Exception {
    bucket.put("build/comfyui.zip", bytes("no model"));
    bucket.put("loras/a.safetensors", bytes("a"));
    try (Agent agent = start("resync-interval", NEVER, "exclude", "build/**")) {
      Await.until(() -> agent.status().phase() == Phase.READY, () -> agent.status().toString());

      assertThat(files()).containsOnlyKeys("checkpoints/stays.safetensors", "loras/a.safetensors");
      assertThat(agent.status().skipped()).containsEntry("NOT_SELECTED", 1);
    }
    bucket.put("loras/too-large.safetensors", bytes("too large"));
    try (Agent agent =
        start("resync-interval", NEVER, "exclude", "build/**", "reserve", "1000TiB")) {
      Await.until(() -> agent.status().phase() == Phase.READY, () -> agent.status().toString());

      assertThat(files()).doesNotContainKey("loras/too-large.safetensors");
      assertThat(agent.status().skipped()).containsEntry("NO_SPACE", 1);
    }
  }

  private Agent start(String... settings) throws Exception {
    return Agent.start(Configs.of(cloud, bucket, root(), settings), cloud.credentials());
  }

  private Path root() {
    return folder.resolve("node");
  }

  private Map<String, String> files() throws Exception {
    return Tree.of(root());
  }

  private void awaitAgreement(Agent agent) throws Exception {
    Await.until(
        () -> agent.status().phase() == Phase.READY && bucket.tree().equals(Tree.of(root())),
        () -> agent.status().toString());
  }

  private static double metric(Agent agent, String name) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + agent.address().getPort() + "/metrics");
    try (InputStream metrics = url.toURL().openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .sum();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

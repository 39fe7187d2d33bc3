package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.config.AgentConfig;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole agent on a real S3 and SQS: what a user does to the bucket shows on the disk.
@Timeout(180)
abstract class AgentStory {
  @TempDir private Path root;
  private CloudBucket bucket;

  abstract Cloud cloud();

  boolean keepsVersions() {
    return true;
  }

  @BeforeEach
  void makeBucket() {
    bucket = new CloudBucket(cloud());
  }

  @AfterEach
  void leaveBucket() {
    bucket.close();
  }

  @Test
  void hydratesAndFollowsUploadsOverwritesRenamesAndDeletes() throws Exception {
    bucket.put("checkpoints/large.safetensors", random(20 << 20, 1));
    bucket.put("loras/a b+c%41.safetensors", random(300_000, 2));
    bucket.put("vae/模型 🐎.safetensors", random(1_000, 3));
    bucket.put("loras/", new byte[0]);
    try (Agent agent = start()) {
      awaitAgreement(agent);
      assertThat(agent.status().skipped()).containsEntry("MARKER", 1);

      bucket.put("loras/new.safetensors", random(2 << 20, 4));
      bucket.put("loras/a b+c%41.safetensors", random(300_000, 5));
      bucket.rename("vae/模型 🐎.safetensors", "vae/renamed.safetensors");
      bucket.delete("checkpoints/large.safetensors");
      awaitAgreement(agent);
      assertThat(root.resolve("data/checkpoints")).isEmptyDirectory();
    }
  }

  @Test
  void followsABucketThatKeepsVersions() throws Exception {
    assumeTrue(keepsVersions(), "this S3 keeps no versions");
    bucket.keepVersions();
    byte[] first = random(100_000, 1);
    bucket.put("loras/a.safetensors", random(100_000, 7));
    bucket.put("loras/a.safetensors", first);
    try (Agent agent = start()) {
      awaitAgreement(agent);

      bucket.delete("loras/a.safetensors");
      awaitAgreement(agent);
      assertThat(root.resolve("data/loras/a.safetensors")).doesNotExist();

      bucket.deleteNewestVersion("loras/a.safetensors");
      awaitAgreement(agent);
      assertThat(root.resolve("data/loras/a.safetensors")).hasBinaryContent(first);

      bucket.put("loras/a.safetensors", random(100_000, 8));
      awaitAgreement(agent);
      bucket.deleteNewestVersion("loras/a.safetensors");
      awaitAgreement(agent);
      assertThat(root.resolve("data/loras/a.safetensors")).hasBinaryContent(first);
    }
  }

  @Test
  void aRestartOnAFullDirectoryFetchesNothing() throws Exception {
    bucket.put("checkpoints/a.safetensors", random(9 << 20, 1));
    bucket.put("diffusers/x/model_index.json", "{}".getBytes(StandardCharsets.UTF_8));
    bucket.put("diffusers/x/unet/m.safetensors", random(70_000, 2));
    try (Agent agent = start()) {
      awaitAgreement(agent);
      assertThat(fetchedBytes(agent)).isEqualTo((9 << 20) + 2 + 70_000);
    }
    try (Agent agent = start()) {
      awaitAgreement(agent);
      assertThat(fetchedBytes(agent)).isZero();
    }
  }

  private Agent start() throws Exception {
    // No resync comes to help: what is seen comes from events.
    AgentConfig config = Configs.of(cloud(), bucket, root, "resync-interval", "24h");
    return Agent.start(config, cloud().credentials());
  }

  private void awaitAgreement(Agent agent) throws Exception {
    Await.until(
        () -> agent.status().phase() == Phase.READY && wanted().equals(Tree.of(root)),
        () -> agent.status() + "\ndisk: " + listed());
  }

  private Map<String, String> wanted() {
    Map<String, String> wanted = bucket.tree();
    wanted.keySet().removeIf(key -> key.endsWith("/"));
    return wanted;
  }

  private String listed() {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.toList().toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long fetchedBytes(Agent agent) throws Exception {
    try (InputStream metrics =
        java.net
            .URI
            .create("http://127.0.0.1:" + agent.address().getPort() + "/metrics")
            .toURL()
            .openStream()) {
      return new String(metrics.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("hydrant_fetched_bytes_total"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}

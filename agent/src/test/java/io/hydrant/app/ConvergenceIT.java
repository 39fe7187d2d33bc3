package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.localcloud.LocalCloud;
import io.hydrant.localcloud.s3.DeliveryFilter;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random changes of a bucket whose events arrive twice, out of order, or not at all, with all
/// parts of the agent real. [io.hydrant.sync.HistoryTest] does the same many times faster.
@Timeout(180)
class ConvergenceIT {
  private static final List<String> KEYS =
      List.of(
          "checkpoints/a.safetensors",
          "loras/b c+d.safetensors",
          "loras/e.safetensors",
          "vae/模型.safetensors",
          "diffusers/x/model_index.json",
          "diffusers/x/unet/m.safetensors");
  private static final int CHANGES = 120;

  @TempDir private Path folder;
  private final Random random = new Random(seed());
  private LocalCloud localcloud;
  private Cloud cloud;
  private CloudBucket bucket;

  private static long seed() {
    long seed = Long.getLong("hydrant.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("ConvergenceIT: replay with -Dhydrant.seed=" + seed);
    return seed;
  }

  @BeforeEach
  void startCloud() throws Exception {
    localcloud = LocalCloud.start(folder.resolve("cloud"));
    cloud = LocalcloudProvider.cloud(localcloud);
    bucket = new CloudBucket(cloud);
  }

  @AfterEach
  void stopCloud() {
    bucket.close();
    localcloud.close();
  }

  @Test
  void theDirectoryIsTheBucketWithoutAResyncWhenNoEventIsDropped() throws Exception {
    Shuffled filter = new Shuffled(random, 0);
    localcloud.onDelivery(filter);
    try (Agent agent = start()) {
      change();
      localcloud.awaitDeliveries();
      filter.letGo();
      awaitAgreement(agent);
    }
  }

  @Test
  void theDirectoryIsTheBucketWithinOneResyncWhenEventsAreDropped() throws Exception {
    localcloud.onDelivery(new Shuffled(random, 3));
    try (Agent agent = start()) {
      change();
      localcloud.awaitDeliveries();
      Await.until(() -> agent.status().phase() == Phase.READY, () -> agent.status().toString());
      resync(agent);
      awaitAgreement(agent);
    }
  }

  private Agent start() throws Exception {
    return Agent.start(
        Configs.of(
            cloud,
            bucket,
            folder.resolve("node"),
            "resync-interval",
            "24h",
            "max-delete-share",
            "1"),
        cloud.credentials());
  }

  private void change() {
    // Never deleted, so that the bucket is never empty: an empty listing removes nothing.
    bucket.put("checkpoints/stays.safetensors", bytes(10));
    for (int i = 0; i < CHANGES; i++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      switch (random.nextInt(5)) {
        case 0 -> bucket.delete(key);
        case 1 -> bucket.put(key, bytes(1 + random.nextInt(500_000)));
        case 2 -> {
          if (bucket.tree().containsKey(key)) {
            bucket.rename(key, KEYS.get((KEYS.indexOf(key) + 1) % KEYS.size()));
          }
        }
        // Always of one size, so that only the bytes tell an overwrite.
        default -> bucket.put(key, bytes(1_000));
      }
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private void awaitAgreement(Agent agent) throws Exception {
    Path root = folder.resolve("node");
    Await.until(
        () -> bucket.tree().equals(Tree.of(root)),
        () -> agent.status() + "\nbucket " + bucket.tree().keySet());
    assertThat(Tree.of(root)).isEqualTo(bucket.tree());
  }

  private static void resync(Agent agent) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + agent.address().getPort() + "/resync")
                .toURL()
                .openConnection();
    connection.setRequestMethod("POST");
    assertThat(connection.getResponseCode()).isEqualTo(202);
  }

  /// Delivers some messages twice, holds some back behind later ones, and drops some.
  private static final class Shuffled implements DeliveryFilter {
    private final Random random;
    private final int dropOneOf;
    private final List<Runnable> heldBack = new ArrayList<>();

    /// @param dropOneOf 0 drops none
    Shuffled(Random random, int dropOneOf) {
      this.random = new Random(random.nextLong());
      this.dropOneOf = dropOneOf;
    }

    @Override
    public synchronized void deliver(String message, Consumer<String> topic) {
      if (dropOneOf > 0 && random.nextInt(dropOneOf) == 0) {
        return;
      }
      heldBack.add(() -> topic.accept(message));
      if (random.nextInt(4) == 0) {
        topic.accept(message);
      }
      // At the latest every fourth message lets all go that are held.
      while (heldBack.size() > random.nextInt(4)) {
        heldBack.remove(random.nextInt(heldBack.size())).run();
      }
    }

    synchronized void letGo() {
      heldBack.forEach(Runnable::run);
      heldBack.clear();
    }
  }
}

package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment of a hydration.
class KillIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final int KILLS = 20;
  private static final int MODELS = 60;

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void twentyKillsLeaveOnlyWholeModelsAndNothingIsFetchedTwice() throws Exception {
    long seed = Long.getLong("hydrant.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("KillIT: replay with -Dhydrant.seed=" + seed);
    Random random = new Random(seed);
    Path root = folder.resolve("node");
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud())) {
      for (int i = 0; i < MODELS; i++) {
        byte[] content = new byte[(1 + random.nextInt(4)) << 20];
        random.nextBytes(content);
        bucket.put("checkpoints/" + i + ".safetensors", content);
      }
      Map<String, String> wanted = bucket.tree();
      Map<String, Object> published = new HashMap<>();
      int killedMidway = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        try (AgentProcess agent = start(bucket, root)) {
          // Published files grow by a few before each kill, so that the kills are spread over the
          // hydration; the exact moment is random.
          int goal = Math.min(MODELS, published.size() + 1 + random.nextInt(5));
          Await.until(() -> identities(root).size() >= goal || !agent.isAlive(), agent::log);
          LockSupport.parkNanos(random.nextInt(20_000_000));
          agent.kill();
        }
        Map<String, String> tree = Tree.of(root);
        assertThat(wanted).containsAllEntriesOf(tree);
        killedMidway += tree.size() < MODELS ? 1 : 0;
        Map<String, Object> now = identities(root);
        assertThat(now).containsAllEntriesOf(published);
        published = now;
      }
      assertThat(killedMidway).as("kills before the end of the hydration").isGreaterThan(5);

      try (AgentProcess agent = start(bucket, root)) {
        Await.until(() -> agent.status().ready(), agent::log);
        assertThat(Tree.of(root)).isEqualTo(wanted);
        assertThat(identities(root)).containsAllEntriesOf(published);
        AgentStatus status = agent.status();
        assertThat(status.present()).isEqualTo(status.wanted());
        assertThat(agent.stop()).isIn(0, 143);
      }
      assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
    }
  }

  private AgentProcess start(CloudBucket bucket, Path root) throws Exception {
    return AgentProcess.start(
        CLOUD.cloud(),
        folder,
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        List.of("--bucket", bucket.name(), "--root", root.toString(), "--concurrency", "2"));
  }

  /// Which file, not only which content, has each name: a file that is fetched again is another.
  private static Map<String, Object> identities(Path root) throws Exception {
    Map<String, Object> identities = new HashMap<>();
    Path checkpoints = root.resolve("data/checkpoints");
    if (Files.isDirectory(checkpoints)) {
      try (Stream<Path> files = Files.list(checkpoints)) {
        for (Path file : files.toList()) {
          identities.put(
              file.getFileName().toString(),
              String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey()));
        }
      }
    }
    return identities;
  }
}

package io.hydrant.app;

import io.hydrant.config.AgentConfig;
import io.hydrant.config.ConfigReader;
import io.hydrant.localcloud.LocalCloud;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Measures how long it takes from the time at which a message is in the queue until the model is
/// visible, on localcloud: `benchmarks/events/run.sh`. Not a test: what it measures is the machine
/// too.
final class EventLatency {
  private static final int SIZE = 1 << 20;
  private static final int WARM_UP = 100;
  private static final Duration POLL = Duration.ofNanos(200_000);

  private EventLatency() {}

  /// Measures and prints.
  ///
  /// @param arguments a new folder on the disk to measure on, and how many models
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int models = Integer.parseInt(arguments[1]);
    try (LocalCloud localcloud = LocalCloud.start(folder.resolve("cloud"));
        S3Client s3 = localcloud.newS3Client()) {
      LocalCloud.Bucket bucket = localcloud.bucket("models");
      Cloud cloud = LocalcloudProvider.cloud(localcloud);
      Path root = folder.resolve("node");
      try (Agent agent = Agent.start(config(localcloud, bucket, root), cloud.credentials())) {
        Await.until(() -> agent.status().ready(), () -> agent.status().toString());
        long[] nanos = new long[models];
        byte[] content = new byte[SIZE];
        Random random = new Random(1);
        for (int i = -WARM_UP; i < models; i++) {
          random.nextBytes(content);
          String key = "loras/" + (i + WARM_UP) + ".safetensors";
          s3.putObject(put -> put.bucket(bucket.name()).key(key), RequestBody.fromBytes(content));
          localcloud.awaitDeliveries();
          long delivered = System.nanoTime();
          Path model = root.resolve("data").resolve(key);
          while (!Files.exists(model)) {
            LockSupport.parkNanos(POLL.toNanos());
          }
          if (i >= 0) {
            nanos[i] = System.nanoTime() - delivered;
          }
        }
        print(nanos);
      }
    }
  }

  private static AgentConfig config(LocalCloud localcloud, LocalCloud.Bucket bucket, Path root)
      throws Exception {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("bucket", List.of(bucket.name()));
    flags.put("topic-arn", List.of(bucket.topicArn()));
    flags.put("cluster", List.of("benchmark"));
    flags.put("instance-id", List.of("i-1"));
    flags.put("root", List.of(root.toString()));
    flags.put("region", List.of(localcloud.region()));
    flags.put("s3-endpoint-url", List.of(localcloud.s3Endpoint().toString()));
    flags.put("sqs-endpoint-url", List.of(localcloud.sqsEndpoint().toString()));
    flags.put("sns-endpoint-url", List.of(localcloud.snsEndpoint().toString()));
    flags.put("http-address", List.of("127.0.0.1:0"));
    return new ConfigReader(flags, Map.of()).read();
  }

  private static void print(long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%d models of %d bytes, message in the queue to visible: p50 %.1f ms, p99 %.1f ms, max %.1f"
            + " ms%n",
        nanos.length,
        SIZE,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}

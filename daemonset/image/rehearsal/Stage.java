import com.sun.management.OperatingSystemMXBean;
import io.hydrant.localcloud.LocalCloud;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// What an agent works with, all of it here: a bucket with a topic and a queue, and a Node.
final class Stage implements AutoCloseable {
  static final String BUCKET = "models";

  private final Path directory;
  private final LocalCloud cloud;
  private final S3Client s3;
  private final String queueUrl;
  private final NodeApi api;
  private URI s3Endpoint;
  private SlowPath slow;

  Stage() throws Exception {
    directory = Files.createTempDirectory("rehearsal");
    cloud = LocalCloud.start(Files.createDirectory(directory.resolve("buckets")));
    s3 = cloud.newS3Client();
    queueUrl = cloud.createQueue("node");
    cloud.subscribe(cloud.bucket(BUCKET).topicArn(), queueUrl, true);
    api = new NodeApi(directory);
    s3Endpoint = cloud.s3Endpoint();
  }

  /// From now on each request of an agent to the bucket takes so much longer.
  void moveBucketAway(Duration delay) throws IOException {
    slow = new SlowPath(cloud.s3Endpoint(), delay);
    s3Endpoint = slow.endpoint();
  }

  /// A new directory for an agent's models.
  Path newRoot(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  NodeApi node() {
    return api;
  }

  /// What the bucket, the queue and the Node's API have taken so far. They take their part of the
  /// processors while an agent starts, which AWS and a cluster do not.
  static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  void put(String key, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  void delete(String key) {
    s3.deleteObject(request -> request.bucket(BUCKET).key(key));
  }

  /// Starts an agent.
  ///
  /// @param kubernetes whether it reports on the Node
  RunningAgent start(String hydrant, Path root, boolean kubernetes) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                hydrant,
                "run",
                "--root=" + root,
                "--bucket=" + BUCKET,
                "--s3-endpoint-url=" + s3Endpoint,
                "--sqs-endpoint-url=" + cloud.sqsEndpoint(),
                "--queue-url=" + queueUrl,
                "--http-address=127.0.0.1:" + port));
    command.addAll(
        kubernetes
            ? List.of("--kubernetes=on", "--node-name=" + NodeApi.NODE)
            : List.of("--kubernetes=off"));
    Path log = Files.createTempFile(directory, "agent", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // The settings of whoever runs this are not the agent's.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ACCESS_KEY_ID", cloud.accessKey());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", cloud.secretKey());
    builder.environment().put("AWS_REGION", cloud.region());
    builder.environment().put("KUBERNETES_MASTER", api.url());
    builder.environment().put("KUBERNETES_CERTS_CA_FILE", api.authority().toString());
    return new RunningAgent(builder.start(), Instant.now(), port, log);
  }

  @Override
  public void close() throws IOException {
    api.close();
    if (slow != null) {
      slow.close();
    }
    s3.close();
    cloud.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

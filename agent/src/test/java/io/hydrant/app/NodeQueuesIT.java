package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.config.AgentConfig;
import io.hydrant.config.ConfigReader;
import io.hydrant.localcloud.LocalCloud;
import io.hydrant.queue.QueueReaper;
import io.hydrant.queue.QueueSettings;
import io.hydrant.queue.Topic;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Many agents in this JVM, each with a queue of its own on one topic.
@Timeout(300)
class NodeQueuesIT {
  private static final int NODES = Integer.getInteger("hydrant.nodes", 50);
  private static final int DEAD = NODES / 5;
  private static final String CLUSTER = "prod";
  private static final String DEAD_LETTERS = "hydrant-prod-dead-letters";

  @TempDir private Path folder;
  private LocalCloud localcloud;
  private Cloud cloud;
  private LocalCloud.Bucket bucket;
  private S3Client s3;
  private SqsClient sqs;
  private final List<Agent> agents = new ArrayList<>();

  @BeforeEach
  void startCloud() throws Exception {
    localcloud = LocalCloud.start(folder.resolve("cloud"));
    cloud = LocalcloudProvider.cloud(localcloud);
    bucket = localcloud.bucket("models");
    s3 = localcloud.newS3Client();
    sqs = localcloud.newSqsClient();
  }

  @AfterEach
  void stopCloud() {
    agents.forEach(Agent::close);
    sqs.close();
    s3.close();
    localcloud.close();
  }

  @Test
  void eachMirrorsExactlyAndNothingOfThemIsLeftWhenTheirNodesGo() throws Exception {
    put("loras/before.safetensors");
    start(() -> true);
    put("loras/after a+b.safetensors");
    put("vae/模型.safetensors");
    s3.deleteObject(request -> request.bucket(bucket.name()).key("loras/before.safetensors"));
    awaitAgreement();
    assertThat(queues()).hasSize(NODES + 1);

    closeAgents(NODES);
    assertThat(queues()).containsExactly(DEAD_LETTERS);
    assertThat(reap(Set.of("i-none"), Instant.now()).subscriptions()).isEmpty();
  }

  @Test
  void theReaperRemovesExactlyTheQueuesOfTheDead() throws Exception {
    start(() -> false);
    closeAgents(DEAD);
    Set<String> alive =
        IntStream.range(DEAD, NODES).mapToObj(NodeQueuesIT::node).collect(Collectors.toSet());
    Instant later = Instant.now().plus(Duration.ofMinutes(40));
    reap(alive, later);
    assertThat(queues()).hasSize(NODES + 1);
    reap(alive, later.plus(Duration.ofMinutes(5)));

    Set<String> left = new TreeSet<>(Set.of(DEAD_LETTERS));
    alive.forEach(node -> left.add("hydrant-prod-" + node));
    assertThat(queues()).isEqualTo(left);
    put("loras/the living go on.safetensors");
    awaitAgreement();
  }

  private void start(BooleanSupplier nodeIsGoing) throws Exception {
    for (int i = 0; i < NODES; i++) {
      agents.add(Agent.start(config(i), cloud.credentials(), nodeIsGoing));
    }
  }

  private AgentConfig config(int number) throws Exception {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("bucket", List.of(bucket.name()));
    flags.put("topic-arn", List.of(bucket.topicArn()));
    flags.put("cluster", List.of(CLUSTER));
    flags.put("instance-id", List.of(node(number)));
    flags.put("root", List.of(root(number).toString()));
    flags.put("region", List.of(cloud.region()));
    flags.put("s3-endpoint-url", List.of(cloud.s3Endpoint().toString()));
    flags.put("sqs-endpoint-url", List.of(cloud.sqsEndpoint().toString()));
    flags.put("sns-endpoint-url", List.of(localcloud.snsEndpoint().toString()));
    flags.put("http-address", List.of("127.0.0.1:0"));
    // As good as never: only events may bring what comes after the first listing.
    flags.put("resync-interval", List.of("24h"));
    flags.put("memory-limit", List.of("256MiB"));
    flags.put("target-throughput", List.of("0.5"));
    flags.put("concurrency", List.of("2"));
    return new ConfigReader(flags, Map.of()).read();
  }

  /// Ends the first of the agents, all of them at once.
  private void closeAgents(int number) throws InterruptedException {
    List<Agent> ended = agents.subList(0, number);
    List<Thread> threads =
        ended.stream().map(agent -> Thread.ofVirtual().start(agent::close)).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    ended.clear();
  }

  private QueueReaper.Report reap(Set<String> alive, Instant now) throws Exception {
    QueueSettings settings =
        new QueueSettings(
            Topic.parse(bucket.topicArn()),
            "hydrant",
            CLUSTER,
            localcloud.sqsEndpoint(),
            localcloud.snsEndpoint(),
            null);
    return new QueueReaper(
            settings, NODES, () -> alive, cloud.credentials(), InstantSource.fixed(now))
        .run(false);
  }

  private void put(String key) {
    s3.putObject(
        request -> request.bucket(bucket.name()).key(key), RequestBody.fromString("is " + key));
  }

  private void awaitAgreement() throws Exception {
    Map<String, String> wanted = bucketTree();
    for (Agent agent : agents) {
      Path root = root(agents.indexOf(agent) + NODES - agents.size());
      Await.until(() -> wanted.equals(Tree.of(root)), () -> agent.status().toString());
    }
  }

  private Map<String, String> bucketTree() {
    return s3.listObjectsV2Paginator(request -> request.bucket(bucket.name())).contents().stream()
        .map(S3Object::key)
        .collect(Collectors.toMap(key -> key, this::digest));
  }

  private String digest(String key) {
    return Tree.sha256(
        s3.getObjectAsBytes(request -> request.bucket(bucket.name()).key(key)).asByteArray());
  }

  private Set<String> queues() {
    return sqs.listQueues().queueUrls().stream()
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String node(int number) {
    return "i-" + number;
  }

  private Path root(int number) {
    return folder.resolve("node-" + number);
  }
}

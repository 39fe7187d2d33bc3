import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.hydrant.localcloud.LocalCloud;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Runs an installed agent against a bucket, a topic and a queue of its own: to teach the JVM what
/// the agent does (`train.sh`), and to measure how it starts (`benchmarks/startup`). It is run from
/// its source, with the local cloud on the class path:
///
///     java -cp localcloud.jar Rehearsal.java train HYDRANT
///     java -cp localcloud.jar Rehearsal.java measure HYDRANT ROUNDS IDLE-SECONDS
final class Rehearsal implements AutoCloseable {
  private static final String BUCKET = "models";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// The kernel counts processor time in hundredths of a second, whatever its own tick is.
  private static final double TICKS_PER_SECOND = 100;

  private final Path directory;
  private final LocalCloud cloud;
  private final S3Client s3;
  private final String queueUrl;
  private final HttpClient http = HttpClient.newHttpClient();

  private Rehearsal() throws IOException {
    directory = Files.createTempDirectory("rehearsal");
    cloud = LocalCloud.start(Files.createDirectory(directory.resolve("buckets")));
    s3 = cloud.newS3Client();
    queueUrl = cloud.createQueue("node");
    cloud.subscribe(cloud.bucket(BUCKET).topicArn(), queueUrl, true);
    put("checkpoints/large.safetensors", 20_000_000);
    put("loras/small.safetensors", 100_000);
  }

  public static void main(String[] arguments) throws Exception {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }
    List<String> words = List.of(arguments);
    try (Rehearsal rehearsal = new Rehearsal()) {
      if (words.size() == 2 && words.getFirst().equals("train")) {
        rehearsal.train(words.get(1));
      } else if (words.size() == 4 && words.getFirst().equals("measure")) {
        rehearsal.measure(
            words.get(1),
            Integer.parseInt(words.get(2)),
            Duration.ofSeconds(Long.parseLong(words.get(3))));
      } else {
        throw new IllegalArgumentException("train HYDRANT, or measure HYDRANT ROUNDS IDLE-SECONDS");
      }
    }
  }

  /// Everything that an agent does in its life, once.
  private void train(String hydrant) throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path models = root.resolve("data");
    Agent agent = start(hydrant, root);
    try {
      await(agent, "the models of the bucket", () -> isThere(models, "loras/small.safetensors"));
      await(agent, "the large one", () -> isThere(models, "checkpoints/large.safetensors"));
      put("loras/later.safetensors", 100_000);
      await(agent, "an upload", () -> isThere(models, "loras/later.safetensors"));
      s3.deleteObject(request -> request.bucket(BUCKET).key("loras/later.safetensors"));
      await(agent, "a removal", () -> !isThere(models, "loras/later.safetensors"));
      for (String page : List.of("/metrics", "/status", "/livez", "/readyz")) {
        await(agent, page, () -> answers(agent, page));
      }
    } finally {
      agent.stop();
    }
  }

  /// Prints the processor time until the agent's loops run, and its memory after a while of idling.
  private void measure(String hydrant, int rounds, Duration idle) throws Exception {
    System.out.println("round  CPU-s to ready  s to ready  idle RSS MB");
    List<Double> processor = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      Agent agent = start(hydrant, Files.createDirectory(directory.resolve("root-" + round)));
      try {
        await(agent, "/readyz", () -> answers(agent, "/readyz"));
        processor.add(agent.processorSeconds());
        double seconds = Duration.between(agent.started(), Instant.now()).toMillis() / 1000.0;
        TimeUnit.MILLISECONDS.sleep(idle.toMillis());
        memory.add(agent.residentMegabytes());
        System.out.printf(
            "%5d  %14.2f  %10.2f  %11.1f%n",
            round, processor.getLast(), seconds, memory.getLast());
      } finally {
        agent.stop();
      }
    }
    System.out.printf("median %14.2f  %23.1f%n", median(processor), median(memory));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Agent start(String hydrant, Path root) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path log = directory.resolve("agent.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                hydrant,
                "run",
                "--root=" + root,
                "--bucket=" + BUCKET,
                "--s3-endpoint-url=" + cloud.s3Endpoint(),
                "--sqs-endpoint-url=" + cloud.sqsEndpoint(),
                "--queue-url=" + queueUrl,
                "--http-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", cloud.accessKey());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", cloud.secretKey());
    builder.environment().put("AWS_REGION", cloud.region());
    return new Agent(builder.start(), Instant.now(), port, log);
  }

  private void put(String key, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
  }

  private static boolean isThere(Path models, String file) {
    return Files.exists(models.resolve(file));
  }

  private boolean answers(Agent agent, String page) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + agent.port() + page);
    try {
      return http.send(
                  HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (ConnectException _) {
      return false;
    }
  }

  private void await(Agent agent, String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      if (!agent.process().isAlive() || Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "the agent did not come to: " + what + "\n" + Files.readString(agent.log()));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() throws IOException {
    s3.close();
    cloud.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// A process of the agent. The launcher replaces itself by the JVM, so that both are one process.
  private record Agent(Process process, Instant started, int port, Path log) {
    double processorSeconds() throws IOException {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The fields after the name, which is in brackets and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    double residentMegabytes() throws IOException {
      try (Stream<String> lines =
          Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        String line = lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }

    void stop() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }
  }
}

package io.hydrant.localcloud.demo;

import io.hydrant.localcloud.LocalCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The agent as a process of its own.
final class Agent {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TAIL = 30;

  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final Path log;
  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(HttpClient.Builder.NO_PROXY).build();

  private Agent(Process process, Path log, URI url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /// Starts the agent.
  ///
  /// @param jar the agent's jar, with its libraries beside it
  /// @param root what it hydrates
  /// @param log receives what it prints
  static Agent start(
      Path jar, LocalCloud cloud, String bucket, String queueUrl, Path root, Path log)
      throws IOException {
    String address = "127.0.0.1:" + freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            jar.toString(),
            "run",
            "--bucket",
            bucket,
            "--root",
            root.toString(),
            "--s3-endpoint-url",
            cloud.s3Endpoint().toString(),
            "--sqs-endpoint-url",
            cloud.sqsEndpoint().toString(),
            "--queue-url",
            queueUrl,
            "--http-address",
            address);
    configure(builder.environment(), cloud);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Agent(process, log, URI.create("http://" + address));
  }

  URI url() {
    return url;
  }

  Process process() {
    return process;
  }

  /// How far it is; empty while it does not answer.
  Optional<Hydration> hydration() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve("/status")).timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return Optional.of(Hydration.of(JSON.readTree(response.body())));
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  /// The last lines that it printed.
  List<String> logTail() throws IOException {
    List<String> lines =
        Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
  }

  /// Nothing of the caller's own AWS, proxy or Hydrant settings must lead the agent elsewhere.
  private static void configure(Map<String, String> environment, LocalCloud cloud) {
    environment
        .keySet()
        .removeIf(name -> {
          String upper = name.toUpperCase(Locale.ROOT);
          return upper.startsWith("AWS_")
              || upper.startsWith("HYDRANT_")
              || upper.endsWith("_PROXY");
        });
    environment.put("AWS_ACCESS_KEY_ID", cloud.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", cloud.secretKey());
    environment.put("AWS_REGION", cloud.region());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

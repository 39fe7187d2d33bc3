import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process of the agent. The launcher replaces itself by the JVM, so that both are one process.
///
/// @param log what it writes
record RunningAgent(Process process, Instant started, int port, Path log) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// Short enough to see when something happens, and rare enough to cost the agent next to nothing.
  private static final Duration POLL = Duration.ofMillis(20);

  /// The kernel counts processor time in hundredths of a second, whatever its own tick is.
  private static final double TICKS_PER_SECOND = 100;

  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The fields after the name, which is in brackets and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// The memory that it has in RAM, files that others can map too and the kernel can drop included.
  double residentMegabytes() throws IOException {
    return megabytes("VmRSS:");
  }

  /// The memory that is its own.
  double ownMegabytes() throws IOException {
    return megabytes("RssAnon:");
  }

  private double megabytes(String field) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      String line = lines.filter(text -> text.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
  }

  double secondsSinceStart() {
    return Duration.between(started, Instant.now()).toMillis() / 1000.0;
  }

  /// Waits until it has said that it works: its loops run then.
  void awaitLoops() throws Exception {
    await("its loops", () -> Files.readString(log).contains("it answers on"));
  }

  void awaitReady() throws Exception {
    await("/readyz", () -> answers("/readyz"));
  }

  boolean answers(String page) throws IOException, InterruptedException {
    try {
      return ask(page).statusCode() == 200;
    } catch (ConnectException _) {
      return false;
    }
  }

  /// A number of its `/metrics`.
  double metric(String name) throws IOException, InterruptedException {
    return ask("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> ask(String page) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + page);
    return HTTP.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  void await(String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "the agent did not come to: " + what + "\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}

package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import io.hydrant.http.StatusClient;
import io.hydrant.status.AgentStatus;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The real `hydrant run` as a process of its own.
final class AgentProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("answers on (http://[\\w.:]+)");

  private final Process process;
  private final Path log;

  private AgentProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// @param folder a file in it gets what the agent writes
  static AgentProcess start(
      Cloud cloud, Path folder, List<String> jvmOptions, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.hydrant.cli.Main"));
    command.addAll(List.of("run", "--http-address", "127.0.0.1:0"));
    command.addAll(List.of("--s3-endpoint-url", cloud.s3Endpoint().toString()));
    command.addAll(List.of("--sqs-endpoint-url", cloud.sqsEndpoint().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    AwsCredentials credentials = cloud.credentials().resolveCredentials();
    builder.environment().put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    if (credentials instanceof AwsSessionCredentials session) {
      builder.environment().put("AWS_SESSION_TOKEN", session.sessionToken());
    }
    builder.environment().put("AWS_REGION", cloud.region());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("AWS_CA_BUNDLE");
    Path log = Files.createTempFile(folder, "agent", ".log");
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    return new AgentProcess(builder.start(), log);
  }

  /// How it is doing, by its own word over HTTP.
  AgentStatus status() throws Exception {
    return new StatusClient(address()).status();
  }

  private URI address() throws Exception {
    Await.until(() -> matcher().find() || !process.isAlive(), this::log);
    Matcher matcher = matcher();
    if (!matcher.find()) {
      throw new AssertionError("the agent has ended:\n" + log());
    }
    return URI.create(matcher.group(1));
  }

  private Matcher matcher() throws IOException {
    return ADDRESS.matcher(Files.readString(log));
  }

  /// The most memory that it has used so far.
  ByteSize peakMemory() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(each -> each.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return new ByteSize(1024 * Long.parseLong(line.replaceAll("\\D", "")));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// SIGTERM.
  ///
  /// @return its exit code
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the agent does not end:\n" + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

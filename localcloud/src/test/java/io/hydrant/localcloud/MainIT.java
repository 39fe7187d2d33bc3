package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The process as a user starts it.
class MainIT {
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void staysUpUntilItIsToldToEndAndLeavesNothing() throws Exception {
    Process process = start("--bucket", "models", "--queue", "node");
    List<String> lines = linesUntil(process, "Ctrl-C");

    for (String service : List.of("S3", "SQS", "SNS")) {
      connect(URI.create(word(lines, service)));
    }
    assertThat(word(lines, "bucket")).isEqualTo("models");
    assertThat(word(lines, "queue")).startsWith(word(lines, "SQS")).endsWith("/node");
    assertThat(lines).anyMatch(line -> line.startsWith("aws --endpoint-url " + word(lines, "S3")));
    Path objects = Path.of(line(lines, "S3").replaceFirst(".* objects in ", ""));
    assertThat(objects.resolve("models")).isDirectory();

    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(objects).doesNotExist();
  }

  @Test
  void anImpossiblePortIsToldInOneSentence() throws Exception {
    Process process = start("--s3-port", "70000");

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(process.errorReader().lines())
        .containsExactly("localcloud: s3Port is a port from 0 to 65535, not 70000");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static List<String> linesUntil(Process process, String start) throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    String line = "";
    while (!line.startsWith(start)) {
      line = reader.readLine();
      assertThat(line).as("end of the output after %s", lines).isNotNull();
      lines.add(line);
    }
    return lines;
  }

  private static String line(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start + " ")).findAny().orElseThrow();
  }

  private static String word(List<String> lines, String start) {
    return List.of(line(lines, start).split(" +", -1)).get(1);
  }

  private static void connect(URI endpoint) throws IOException {
    new Socket(endpoint.getHost(), endpoint.getPort()).close();
  }
}

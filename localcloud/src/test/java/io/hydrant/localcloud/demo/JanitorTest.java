package io.hydrant.localcloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JanitorTest {
  @TempDir private Path temporary;

  private Process agent = new ProcessBuilder("true").start();

  JanitorTest() throws Exception {}

  @AfterEach
  void stop() {
    agent.destroyForcibly();
  }

  @Test
  void endsWhatItTookAndRemovesTheDirectory() throws Exception {
    Path directory = directory();
    agent = new ProcessBuilder("sleep", "600").start();
    Janitor janitor = Janitor.of(directory);
    janitor.take(agent);
    assertThat(agent.isAlive()).isTrue();
    janitor.close();

    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(directory).doesNotExist();
  }

  @Test
  void endsEvenWhatIgnoresTheRequest() throws Exception {
    Path directory = directory();
    agent = new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 1; done").start();
    Janitor janitor = Janitor.of(directory);
    janitor.take(agent);
    janitor.close();

    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(directory).doesNotExist();
  }

  @Test
  void withNothingTakenTheDirectoryGoes() throws Exception {
    Path directory = directory();
    Janitor.of(directory).close();

    assertThat(directory).doesNotExist();
    assertThat(temporary).exists();
  }

  private Path directory() throws Exception {
    Path directory = Files.createDirectories(temporary.resolve("a name with 'quotes' and $HOME"));
    Files.writeString(Files.createDirectories(directory.resolve("node/data")).resolve("x"), "x");
    return directory;
  }
}

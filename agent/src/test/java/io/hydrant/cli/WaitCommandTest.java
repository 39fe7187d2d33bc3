package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.http.AgentServer;
import io.hydrant.http.CountingControl;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.metrics.DiskGauges;
import io.hydrant.status.Statuses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WaitCommandTest {
  private static final String KEY = "loras/a b+ü.safetensors";
  private static final String OBJECT = "s3://" + CountingControl.BUCKET + "/" + KEY;

  private final Console console = new Console();
  private final CountingControl control = new CountingControl();
  private AgentServer server;

  @BeforeEach
  void serve() throws IOException {
    server =
        AgentServer.start(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            Statuses::ready,
            new AgentMetrics(
                "1.2.3",
                Statuses::ready,
                () -> false,
                new DiskGauges(() -> new ByteSize(1), () -> ByteSize.ZERO),
                InstantSource.system()),
            () -> null,
            control);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anObjectThatIsThereEndsTheWaitAndItsStateIsTold() {
    control.has(KEY, "e1");

    assertThat(run("wait", OBJECT)).isZero();
    assertThat(console.out()).isEqualTo("e1\n");
  }

  @Test
  void anotherStateOfTheObjectIsNotWhatIsWaitedFor() {
    control.has(KEY, "e1");

    assertThat(run("wait", OBJECT, "--etag", "\"e1\"", "--timeout", "0s")).isZero();
    assertThat(run("wait", OBJECT, "--etag", "e2", "--timeout", "0s")).isEqualTo(3);
    assertThat(console.err())
        .contains("did not come", "another state of it is on the disk, ETag e1");
  }

  @Test
  void anObjectThatArrivesEndsTheWaitOfWhichStandardErrorTells() {
    Console waiting = new Console();
    List<String> asked = new ArrayList<>();
    int exit =
        waiting.run(
            terminal ->
                new WaitCommand(
                    terminal,
                    Map.of(),
                    _ -> {
                      throw new AssertionError("no cluster is asked");
                    },
                    InstantSource.system(),
                    _ -> {
                      asked.add("again");
                      control.has(KEY, "e1");
                    }),
            "wait",
            OBJECT,
            "--url",
            url());

    assertThat(exit).isZero();
    assertThat(asked).hasSize(1);
    assertThat(waiting.out()).isEqualTo("e1\n");
    assertThat(waiting.err()).startsWith("hydrant: waiting at most 10m for " + OBJECT + ": ");
  }

  @Test
  void whatIsWaitedForIsToldAtOnceAndThenWhenItChanges() {
    Duration step = Duration.ofSeconds(4);
    List<String> details = List.of("on its way", "on its way", "late", "late");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Waiting waiting = new Waiting(Duration.ofMinutes(10), now::get);
    List<String> told = new ArrayList<>();
    for (String detail : details) {
      told.addAll(waiting.news(OBJECT, detail).stream().toList());
      now.updateAndGet(time -> time.plus(step));
    }

    assertThat(told)
        .containsExactly(
            "waiting at most 10m for " + OBJECT + ": on its way",
            "still waiting for " + OBJECT + ": late");
  }

  @Test
  void anObjectThatTheNodeNeverHoldsIsAFailureAtOnce() {
    assertThat(run("wait", "s3://" + CountingControl.BUCKET + "/other/x")).isEqualTo(1);
    assertThat(console.err()).contains("will never have 'other/x'");
  }

  @Test
  void anotherBucketIsAFailureAtOnce() {
    assertThat(run("wait", "s3://another/" + KEY)).isEqualTo(1);
    assertThat(console.err()).contains("mirrors the bucket 'models'");
  }

  @Test
  void whatIsNoObjectIsAUsageError() {
    assertThat(run("wait", "loras/a")).isEqualTo(2);
    assertThat(run("wait", OBJECT, "--timeout", "soon")).isEqualTo(2);
  }

  @Test
  void nothingIsReleasedWhenNothingIsHeld() {
    assertThat(run("release-removals")).isZero();
    assertThat(control.releases()).hasValue(0);
    assertThat(console.out()).contains("No removals are held");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add(url());
    return console.run(all.toArray(String[]::new));
  }

  private String url() {
    return "http://127.0.0.1:" + server.address().getPort();
  }
}

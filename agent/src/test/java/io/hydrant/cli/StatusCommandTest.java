package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.http.AgentServer;
import io.hydrant.http.CountingControl;
import io.hydrant.http.StatusJson;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.metrics.DiskGauges;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.Statuses;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StatusCommandTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Statuses.NOW);

  private final Console console = new Console();
  private final AtomicReference<AgentStatus> status = new AtomicReference<>(Statuses.ready());

  @Test
  void aReadyAgentIsShownAndTheExitSaysYes() throws IOException {
    try (AgentServer server = serve()) {
      assertThat(console.status(CLOCK, Thread::sleep, "status", "--url", url(server))).isZero();
      assertThat(console.out())
          .isEqualTo(StatusTable.of(Statuses.ready(), Statuses.NOW, Style.PLAIN));
    }
  }

  @Test
  void anAgentThatIsNotReadyIsShownAndTheExitSaysNo() throws IOException {
    status.set(Statuses.hydrating());
    try (AgentServer server = serve()) {
      assertThat(console.run("status", "--url", url(server), "--output=json")).isEqualTo(3);
      assertThat(console.out()).isEqualTo(StatusJson.write(Statuses.hydrating()) + "\n");
    }
  }

  @Test
  void theAgentIsFoundWhereTheConfigurationMakesItListen() throws IOException {
    try (AgentServer server = serve()) {
      console.with("HYDRANT_HTTP_ADDRESS", "0.0.0.0:" + server.address().getPort());
      assertThat(console.run("status")).isZero();
    }
  }

  @Test
  void withNothingListeningTheErrorSaysWhereAndWhatToDo() throws IOException {
    assertThat(console.run("status", "--url", "http://127.0.0.1:" + freePort())).isEqualTo(1);
    assertThat(console.err())
        .startsWith("hydrant: no agent answers at http://127.0.0.1:")
        .contains("is 'hydrant run' running there?", "--url");
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9808", "ftp://host", "http://", "http://me:hunter2@host"})
  void aUrlThatIsNoneIsAUsageErrorAndNotRepeated(String url) {
    assertThat(console.run("status", "--url", url)).isEqualTo(2);
    assertThat(console.err()).contains("'--url': write http://HOST:PORT").doesNotContain("hunter2");
  }

  @Test
  void anUnknownFormIsAUsageError() {
    assertThat(console.run("status", "--output", "xml")).isEqualTo(2);
    assertThat(console.err()).contains("--output", "TABLE, JSON", "xml");
  }

  @Test
  void watchingRewritesTheScreenAndOutlivesTheAgent() throws IOException {
    AgentServer server = serve();
    Sleeper closingThenStopping =
        time -> {
          if (console.out().contains("no agent answers")) {
            throw new InterruptedException();
          }
          server.close();
        };
    try (server) {
      console.onScreen().status(CLOCK, closingThenStopping, "status", "-w", "--url", url(server));
    }
    assertThat(console.out())
        .startsWith("\u001b[H\u001b[1mHydrant 1.2.3")
        .contains("\u001b[K\n", "\u001b[J\u001b[H", "no agent answers")
        .endsWith("\u001b[J");
  }

  @Test
  void watchingInJsonIsOneLineATime() throws IOException {
    Sleeper stoppingAtTheThird =
        time -> {
          if (console.out().lines().count() == 3) {
            throw new InterruptedException();
          }
        };
    try (AgentServer server = serve()) {
      console.status(CLOCK, stoppingAtTheThird, "status", "-w", "-o=json", "--url", url(server));
    }
    assertThat(console.out().lines()).containsOnly(StatusJson.write(Statuses.ready()));
  }

  private AgentServer serve() throws IOException {
    AgentMetrics metrics =
        new AgentMetrics(
            "1.2.3",
            status::get,
            () -> false,
            new DiskGauges(() -> new ByteSize(1), () -> ByteSize.ZERO),
            CLOCK);
    return AgentServer.start(
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        status::get,
        metrics,
        () -> null,
        new CountingControl());
  }

  private static String url(AgentServer server) {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

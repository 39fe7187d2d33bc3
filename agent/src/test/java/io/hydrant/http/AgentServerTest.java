package io.hydrant.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import io.hydrant.catalog.ByteSize;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.metrics.DiskGauges;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.Statuses;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentServerTest {
  private static final InetSocketAddress ANY_PORT =
      InetSocketAddress.createUnresolved("127.0.0.1", 0);

  private final CountingControl control = new CountingControl();

  @Test
  void theStatusArrivesAsItIs() throws IOException {
    AtomicReference<AgentStatus> status = new AtomicReference<>(Statuses.hydrating());
    try (AgentServer server = start(status::get)) {
      StatusClient client = client(server);
      assertThat(client.status()).isEqualTo(Statuses.hydrating());
      status.set(Statuses.ready());
      assertThat(client.status()).isEqualTo(Statuses.ready());
    }
  }

  @Test
  void aListingCanBeAskedFor() throws IOException {
    try (AgentServer server = start(Statuses::ready)) {
      client(server).resync();
      assertThat(control.resyncs()).hasValue(1);
    }
  }

  @Test
  void headAnswersLikeGetWithoutTheBody() throws IOException {
    try (AgentServer server = start(Statuses::ready)) {
      String get = raw(server, "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String head = raw(server, "HEAD /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(get).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nready\n");
      assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
      assertThat(head).containsIgnoringCase("Content-Length: 6");
    }
  }

  @Test
  void aQueryChangesNothing() throws IOException {
    try (AgentServer server = start(Statuses::ready)) {
      assertThat(raw(server, "GET /livez?verbose HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aFaultIsAnsweredAndTheServerGoesOn() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    Supplier<AgentStatus> failing =
        () -> {
          if (calls.incrementAndGet() == 2) {
            throw new IllegalStateException("a fault");
          }
          return Statuses.ready();
        };
    try (AgentServer server = start(failing)) {
      StatusClient client = client(server);
      assertThatIOException().isThrownBy(client::status).withMessageContaining("answers 500");
      assertThat(client.status()).isEqualTo(Statuses.ready());
    }
  }

  @Test
  void aPortInUseIsAClearError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          InetSocketAddress.createUnresolved("127.0.0.1", taken.getLocalPort());
      assertThatIOException()
          .isThrownBy(() -> start(address, Statuses::ready))
          .withMessage(
              "cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": the port is in use; stop what uses it, or give another --http-address");
    }
  }

  @Test
  void anAddressOfAnotherHostIsAClearError() {
    // TEST-NET-1 is never the address of an interface, and .invalid never a name.
    assertThatIOException()
        .isThrownBy(
            () -> start(InetSocketAddress.createUnresolved("192.0.2.1", 0), Statuses::ready))
        .withMessageStartingWith("cannot listen on 192.0.2.1:0: ");
    assertThatIOException()
        .isThrownBy(
            () -> start(InetSocketAddress.createUnresolved("no.invalid", 0), Statuses::ready))
        .withMessageContaining("the host name is not known here");
  }

  @Test
  void afterCloseNothingAnswers() throws IOException {
    AgentServer server = start(Statuses::ready);
    StatusClient client = client(server);
    client.status();
    server.close();
    assertThatExceptionOfType(AgentUnreachableException.class)
        .isThrownBy(client::status)
        .withMessageContaining("no agent answers at http://127.0.0.1:")
        .withMessageContaining("hydrant run");
    assertThatExceptionOfType(AgentUnreachableException.class).isThrownBy(client::resync);
  }

  @Test
  void somethingElseThatAnswersIsNotTakenForAnAgent() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    other.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
      assertThatIOException()
          .isThrownBy(() -> new StatusClient(url).status())
          .withMessage("what answers at " + url + " is not a Hydrant agent");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aUrlThatIsNoneIsAClearError() {
    assertThatIOException()
        .isThrownBy(() -> new StatusClient(URI.create("file:/etc/hosts")).status())
        .withMessage("'file:/etc/hosts' is not the URL of an agent");
    assertThatIOException()
        .isThrownBy(() -> new StatusClient(URI.create("localhost")).status())
        .withMessage("'localhost' is not the URL of an agent");
  }

  private AgentServer start(Supplier<AgentStatus> status) throws IOException {
    return start(ANY_PORT, status);
  }

  private AgentServer start(InetSocketAddress address, Supplier<AgentStatus> status)
      throws IOException {
    AgentMetrics metrics =
        new AgentMetrics(
            "1.2.3",
            status,
            () -> false,
            new DiskGauges(() -> new ByteSize(1), () -> ByteSize.ZERO),
            InstantSource.system());
    return AgentServer.start(address, status, metrics, () -> null, control);
  }

  private static StatusClient client(AgentServer server) {
    return new StatusClient(URI.create("http://127.0.0.1:" + server.address().getPort()));
  }

  private static String raw(AgentServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        InputStream answer = socket.getInputStream()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

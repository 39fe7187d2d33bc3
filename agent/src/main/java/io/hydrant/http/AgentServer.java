package io.hydrant.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.status.AgentStatus;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers over HTTP until it is closed.
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
  private static final int BACKLOG = 64;
  private static final int MOST_AT_ONCE = 8;
  private static final String SECONDS_FOR_A_PEER = "10";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Answers answers;

  /// Held while an answer is made, not while it is sent: a slow peer keeps nobody waiting.
  private final Semaphore making = new Semaphore(MOST_AT_ONCE);

  private AgentServer(HttpServer server, Answers answers) {
    this.server = server;
    this.answers = answers;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  }

  /// Binds and begins to answer.
  ///
  /// @param address port 0 takes any free one
  /// @param fault says what only a new process cures, or null
  /// @param control does what is asked
  /// @throws IOException when the address cannot be bound, with the reason
  public static AgentServer start(
      InetSocketAddress address,
      Supplier<AgentStatus> status,
      AgentMetrics metrics,
      Supplier<@Nullable String> fault,
      AgentControl control)
      throws IOException {
    limitSlowPeers();
    Supplier<@Nullable String> stuck =
        () -> {
          String deadlock = Deadlocks.find();
          return deadlock != null ? deadlock : fault.get();
        };
    AgentServer server =
        new AgentServer(bind(address), new Answers(status, metrics::scrape, stuck, control));
    server.begin();
    return server;
  }

  /// The JDK's server has no other way to give up on a peer that never ends its request or never
  /// reads its answer. Read once, when the first server of the process is made.
  private static void limitSlowPeers() {
    for (String limit : new String[] {"maxReqTime", "maxRspTime"}) {
      System.getProperties().putIfAbsent("sun.net.httpserver." + limit, SECONDS_FOR_A_PEER);
    }
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
    String place = address.getHostString() + ":" + address.getPort();
    if (resolved.isUnresolved()) {
      throw new IOException(
          "cannot listen on "
              + place
              + ": the host name is not known here; give another --http-address");
    }
    try {
      return HttpServer.create(resolved, BACKLOG);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on "
              + place
              + ": "
              + reason(e)
              + "; stop what uses it, or give another --http-address",
          e);
    }
  }

  private static String reason(BindException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("in use") ? "the port is in use" : message;
  }

  private void begin() {
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.code(), -1);
      } else {
        exchange.sendResponseHeaders(answer.code(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    making.acquireUninterruptibly();
    try {
      return answers.to(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          exchange.getRemoteAddress().getAddress().isLoopbackAddress());
    } catch (RuntimeException e) {
      LOG.error("The answer to {} met a fault of Hydrant itself", exchange.getRequestURI(), e);
      return Answer.text(Answer.FAULT, "a fault of Hydrant itself: " + e);
    } finally {
      making.release();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

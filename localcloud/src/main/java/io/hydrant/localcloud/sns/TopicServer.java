package io.hydrant.localcloud.sns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// SNS's API over HTTP, in the AWS query protocol: a form in, XML out.
public final class TopicServer implements AutoCloseable {
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

  private final HttpServer server;
  private final ExecutorService threads;
  private final SnsActions actions;

  private TopicServer(HttpServer server, ExecutorService threads, SnsActions actions) {
    this.server = server;
    this.threads = threads;
    this.actions = actions;
  }

  /// Starts to listen.
  ///
  /// @param port 0 for any free one
  /// @throws IOException when the port cannot be used
  public static TopicServer start(int port, String account, Topics topics) throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IOException("SNS cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("localcloud-sns-", 0).factory());
    TopicServer server = new TopicServer(http, threads, new SnsActions(topics, account));
    http.setExecutor(threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      QueryRequest request =
          new QueryRequest(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      try {
        String action = request.required("Action");
        Xml result = Xml.of(action + "Result", actions.carryOut(action, request));
        send(exchange, 200, action + "Response", result);
      } catch (SnsException e) {
        Xml error =
            Xml.of(
                "Error",
                Xml.text("Type", "Sender"),
                Xml.text("Code", e.code().spelling),
                Xml.text("Message", String.valueOf(e.getMessage())));
        send(exchange, e.code().httpStatus, "ErrorResponse", error);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String root, Xml content)
      throws IOException {
    Xml requestId = Xml.text("RequestId", UUID.randomUUID().toString());
    Xml metadata = status == 200 ? Xml.of("ResponseMetadata", requestId) : requestId;
    byte[] body =
        ("<" + root + " xmlns=\"" + NAMESPACE + "\">" + content + metadata + "</" + root + ">")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}

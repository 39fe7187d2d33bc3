package io.hydrant.http;

import io.hydrant.status.AgentStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;

/// Asks a running agent.
///
/// It uses `HttpURLConnection`, not `java.net.http`, because a command that runs for a moment pays
/// for the start: 0.1 s against 0.6 s, measured on two cores.
public final class StatusClient {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(10);

  private final URI agent;

  /// @param agent for example `http://127.0.0.1:9808`
  public StatusClient(URI agent) {
    this.agent = agent;
  }

  /// How the agent is doing.
  ///
  /// @throws AgentUnreachableException when nothing answers there
  public AgentStatus status() throws IOException {
    String body = call("GET", "/status", Answer.OK);
    try {
      return StatusJson.read(body);
    } catch (JacksonException e) {
      throw new IOException("what answers at " + agent + " is not a Hydrant agent", e);
    }
  }

  /// What the node has of an object.
  ///
  /// @throws AgentUnreachableException when nothing answers there
  public Presence presence(String key) throws IOException {
    String path = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    try {
      return StatusJson.readPresence(call("GET", "/models/" + path, Answer.OK));
    } catch (JacksonException e) {
      throw new IOException("what answers at " + agent + " is not a Hydrant agent", e);
    }
  }

  /// Lets the removals happen that the agent holds.
  ///
  /// @throws AgentUnreachableException when nothing answers there
  public void releaseRemovals() throws IOException {
    call("POST", "/release-removals", Answer.ACCEPTED);
  }

  /// Makes the agent list the whole bucket now.
  ///
  /// @throws AgentUnreachableException when nothing answers there
  public void resync() throws IOException {
    call("POST", "/resync", Answer.ACCEPTED);
  }

  private String call(String method, String path, int expected) throws IOException {
    HttpURLConnection connection = open(path);
    try {
      connection.setRequestMethod(method);
      connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
      connection.setReadTimeout(Math.toIntExact(READ.toMillis()));
      int code = connection.getResponseCode();
      if (code != expected) {
        throw new IOException(
            "the agent at " + agent + " answers " + code + " to " + method + " " + path);
      }
      return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (ConnectException | SocketTimeoutException | UnknownHostException e) {
      throw new AgentUnreachableException(
          "no agent answers at "
              + agent
              + " ("
              + e.getMessage()
              + "): is 'hydrant run' running there? Another place can be given with --url",
          e);
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    try {
      // Never through a proxy: the agent is on this node, or close to it.
      return (HttpURLConnection) agent.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    } catch (MalformedURLException | IllegalArgumentException | ClassCastException e) {
      throw new IOException("'" + agent + "' is not the URL of an agent", e);
    }
  }
}

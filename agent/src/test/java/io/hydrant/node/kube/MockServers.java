package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.Dispatcher;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API servers of tests, on loopback.
public final class MockServers {
  private static final Logger LOG = LoggerFactory.getLogger(MockServers.class);

  private MockServers() {}

  /// Starts one that keeps what it is given, as a real one does.
  public static KubernetesMockServer crud() {
    return start(new HashMap<>(), new KubernetesCrudDispatcher());
  }

  /// Starts one that gives prepared answers.
  static KubernetesMockServer start(
      Map<ServerRequest, Queue<ServerResponse>> responses, Dispatcher dispatcher) {
    KubernetesMockServer server =
        new KubernetesMockServer(new Context(), new MockWebServer(), responses, dispatcher, false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    return server;
  }

  /// Ends a server after everything that a test asserts. It throws when it has not heard within ten
  /// seconds that its connections are closed, which says nothing about what was tested.
  public static void end(KubernetesMockServer server) {
    try {
      server.destroy();
    } catch (IllegalStateException e) {
      LOG.warn("A mocked API server did not end in time", e);
    }
  }
}

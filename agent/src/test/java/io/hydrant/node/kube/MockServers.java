package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the API servers of tests.
public final class MockServers {
  private static final Logger LOG = LoggerFactory.getLogger(MockServers.class);

  private MockServers() {}

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

package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.hydrant.node.NodeException;

/// Makes clients of the API server.
final class KubeClients {
  private KubeClients() {}

  /// Connects with what the process is given: a kubeconfig, or else the pod's service account.
  static KubernetesClient connect(String version) {
    return connect(Config.autoConfigure(null), version);
  }

  /// Connects to a context of the kubeconfig; an empty one means the current one.
  static KubernetesClient connectTo(String context, String version) throws NodeException {
    Config config = Config.autoConfigure(context.isEmpty() ? null : context);
    if (!context.isEmpty()
        && (config.getCurrentContext() == null
            || !context.equals(config.getCurrentContext().getName()))) {
      throw new NodeException(
          NodeException.Kind.UNREACHABLE,
          "the kubeconfig has no context '"
              + context
              + "': 'kubectl config get-contexts' lists them",
          null);
    }
    return connect(config, version);
  }

  static KubernetesClient connect(Config config, String version) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config)
                .withUserAgent("hydrant/" + version)
                // Whoever asks has a backoff of its own.
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }
}

package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/// Makes clients of the API server.
final class KubeClients {
  private KubeClients() {}

  /// Connects with what the process is given: a kubeconfig, or else the pod's service account.
  static KubernetesClient connect(String version) {
    return connect(Config.autoConfigure(null), version);
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

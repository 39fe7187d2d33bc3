package io.hydrant.app;

import io.hydrant.config.KubernetesConfig;
import io.hydrant.node.NodeReporter;
import io.hydrant.node.ReporterSettings;
import io.hydrant.node.kube.KubeNode;
import io.hydrant.progress.SyncListener;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.ReadinessTracker;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Reports the agent's readiness on its Node, where there is one.
final class NodeReports {
  private NodeReports() {}

  /// Starts the reports, unless the configuration or the surroundings say that there is no Node. An
  /// API server that does not answer holds nothing up.
  ///
  /// @return makes the reports follow what happens in the sync
  static SyncListener start(
      KubernetesConfig config,
      Supplier<AgentStatus> status,
      Resources resources,
      InstantSource clock,
      RandomGenerator random) {
    String name = config.nodeName();
    if (!config.mode().isOn(name, Map.copyOf(System.getenv())) || name == null) {
      return _ -> {};
    }
    KubeNode node = resources.add(KubeNode.of(name, Version.current()));
    NodeReporter reporter =
        resources.add(
            NodeReporter.start(
                node,
                new ReporterSettings(config.startupTaint(), config.conditionOnly()),
                status,
                new ReadinessTracker(status, PartSettings.deadline(config), clock),
                clock,
                random));
    return _ -> reporter.statusChanged();
  }
}

package io.hydrant.app;

import io.hydrant.config.KubernetesConfig;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.NodeReporter;
import io.hydrant.node.OwnNode;
import io.hydrant.node.ReporterSettings;
import io.hydrant.node.kube.KubeNode;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.ReadinessTracker;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Node that the agent runs on, where there is one: the agent's readiness is reported on it,
/// and it tells which machine this is and whether it is about to go. Thread-safe.
final class HostNode implements SyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(HostNode.class);

  private final @Nullable OwnNode node;
  private volatile @Nullable NodeReporter reporter;

  /// @param node null when the agent has none; stays the caller's to close
  HostNode(@Nullable OwnNode node) {
    this.node = node;
  }

  /// Finds the Node, unless the configuration or the surroundings say that there is none. Nothing
  /// is asked of the API server yet.
  static HostNode find(KubernetesConfig config, Resources resources) {
    String name = config.nodeName();
    return name == null || !config.mode().isOn(name, Map.copyOf(System.getenv()))
        ? new HostNode(null)
        : new HostNode(resources.add(KubeNode.connect(name, Version.current())));
  }

  /// Starts to report. An API server that does not answer holds nothing up; it is called when the
  /// sync runs all the same, because to make a client of it takes a good part of a start's
  /// processor time.
  ///
  /// @param release has held removals happen, when a person says so on the Node
  void report(
      KubernetesConfig config,
      Supplier<AgentStatus> status,
      ReadinessTracker readiness,
      Resources resources,
      InstantSource clock,
      RandomGenerator random,
      Runnable release) {
    if (node == null) {
      return;
    }
    NodeReporter started =
        resources.add(
            NodeReporter.start(
                node,
                new ReporterSettings(config.startupTaint(), config.conditionOnly()),
                status,
                readiness,
                clock,
                random));
    started.onRelease(release);
    reporter = started;
  }

  /// Makes the reports follow what happens in the sync.
  @Override
  public void on(SyncEvent event) {
    NodeReporter started = reporter;
    if (started != null) {
      started.statusChanged();
    }
  }

  /// The id of the machine.
  ///
  /// @throws IOException when the API server does not answer or does not know it
  String instanceId() throws IOException {
    NodeFacts facts = node == null ? null : node.read().orElse(null);
    if (facts == null || facts.instanceId().isEmpty()) {
      throw new IOException(
          "the instance id is not known: "
              + (facts == null ? "there is no Node" : "the Node has no spec.providerID yet")
              + "; it can be set as instance-id");
    }
    return facts.instanceId();
  }

  /// Whether the machine goes for good. When that cannot be found out it counts as staying.
  boolean isGoing() {
    if (node == null) {
      return false;
    }
    try {
      return node.read().map(NodeFacts::isGoing).orElse(true);
    } catch (NodeException e) {
      LOG.warn("whether the node goes is not known: {}", e.getMessage());
      return false;
    }
  }
}

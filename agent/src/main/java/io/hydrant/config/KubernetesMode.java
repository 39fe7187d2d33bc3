package io.hydrant.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the agent reports to Kubernetes.
public enum KubernetesMode {
  /// In a pod that was told the name of its node.
  AUTO,
  ON,
  OFF;

  /// Every pod has this variable.
  private static final String POD_VARIABLE = "KUBERNETES_SERVICE_HOST";

  /// Decides, for this process.
  ///
  /// @param nodeName null when the agent was not told it
  /// @throws IllegalArgumentException when it must report and does not know on which node
  public boolean isOn(@Nullable String nodeName, Map<String, String> environment) {
    return switch (this) {
      case OFF -> false;
      case AUTO -> nodeName != null && environment.containsKey(POD_VARIABLE);
      case ON -> {
        if (nodeName == null) {
          throw new IllegalArgumentException(
              "kubernetes is 'on' and node-name is not set: give the agent's pod the name of its"
                  + " node through the downward API (fieldPath: spec.nodeName)");
        }
        yield true;
      }
    };
  }
}

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
  public boolean isOn(@Nullable String nodeName, Map<String, String> environment) {
    return switch (this) {
      case OFF -> false;
      case AUTO -> nodeName != null && environment.containsKey(POD_VARIABLE);
      case ON -> true;
    };
  }
}

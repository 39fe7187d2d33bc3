package io.hydrant.config;

import io.hydrant.catalog.Glob;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When the node is ready, and how Kubernetes is told.
///
/// @param critical what must be on the disk; an empty list means everything
/// @param nodeName null when the agent was not told it
/// @param conditionOnly whether taints are left to somebody else
public record KubernetesConfig(
    List<Glob> critical,
    KubernetesMode mode,
    @Nullable String nodeName,
    String startupTaint,
    boolean conditionOnly,
    Duration hydrationDeadline,
    DeadlineAction deadlineAction) {
  public KubernetesConfig {
    critical = List.copyOf(critical);
    if (mode == KubernetesMode.ON && nodeName == null) {
      throw new IllegalArgumentException("to report on a node takes its name");
    }
  }
}

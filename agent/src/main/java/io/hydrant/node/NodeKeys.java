package io.hydrant.node;

/// The names that Hydrant uses or looks for on a Node.
public final class NodeKeys {
  /// The startup taint that keeps pods off until the models are there, unless it is set otherwise.
  public static final String STARTUP_TAINT = "hydrant.dev/models-not-ready";

  /// The condition whose status is the gate.
  public static final String CONDITION = "hydrant.dev/ModelsReady";

  /// Label: `true` exactly when the condition is.
  public static final String READY = "hydrant.dev/ready";

  /// Label: a hash of the models that are on the disk.
  public static final String MODEL_SET = "hydrant.dev/model-set";

  /// Annotation: the share of the wanted bytes that has arrived, `47.3%`.
  public static final String PROGRESS = "hydrant.dev/progress";

  /// Annotation: present and wanted models, `12/40`.
  public static final String MODELS = "hydrant.dev/models";

  /// Annotation: present and wanted bytes, `1024/4096`.
  public static final String BYTES = "hydrant.dev/bytes";

  /// Annotation: when the last bucket event was received.
  public static final String LAST_EVENT = "hydrant.dev/last-event";

  /// Annotation: the agent's version.
  public static final String AGENT_VERSION = "hydrant.dev/agent-version";

  /// The taint by which Karpenter begins to drain a node that it is about to remove.
  public static final String DISRUPTED = "karpenter.sh/disrupted";

  /// Annotation, written by a person: the code of the removals that are held, to let them happen.
  public static final String RELEASE_REMOVALS = "hydrant.dev/release-removals";

  private NodeKeys() {}
}

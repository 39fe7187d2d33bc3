package io.hydrant.node;

/// How the agent reports on its Node.
///
/// @param startupTaint the key of the taint that is removed when the gate opens
/// @param conditionOnly whether taints are left to somebody else, such as the
///   node-readiness-controller, who watches the condition
public record ReporterSettings(String startupTaint, boolean conditionOnly) {}

/// The agent's word on its own Kubernetes Node, and what a fleet of such Nodes tells.
///
/// The agent says one thing in several forms, each for another reader: the startup taint goes when
/// the gate opens (the scheduler), the condition `hydrant.dev/ModelsReady` carries the gate with
/// its reason (controllers, people), labels select (workloads), annotations count (`hydrant fleet`)
/// and Events tell the steps (`kubectl describe node`). [NodeDecision] is the pure rule of what is
/// to be written; [NodeReporter] carries it out against the port [OwnNode] for the life of the
/// process. Nothing here can stop the sync.
@NullMarked
package io.hydrant.node;

import org.jspecify.annotations.NullMarked;

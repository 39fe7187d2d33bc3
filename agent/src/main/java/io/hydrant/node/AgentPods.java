package io.hydrant.node;

/// Where the agents of a fleet are.
///
/// @param namespace of their DaemonSet
/// @param selector the labels of their pods
/// @param port on which they answer over HTTP
public record AgentPods(String namespace, String selector, int port) {}

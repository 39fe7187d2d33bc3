/// The Kubernetes API behind the ports of [io.hydrant.node], with the fabric8 client.
///
/// Every change of a Node is a JSON Patch that first tests what it rests on: see
/// `docs/decisions/0030-json-patch-for-the-node.md`.
@NullMarked
package io.hydrant.node.kube;

import org.jspecify.annotations.NullMarked;

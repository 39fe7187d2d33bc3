package io.hydrant.node.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.hydrant.node.NodeException;

/// Sorts the client's failures.
final class KubeFailures {
  private KubeFailures() {}

  /// @param operation what could not be done, and to what
  static NodeException of(String operation, KubernetesClientException failure) {
    String what = "could not " + operation + ": ";
    if (failure.getCode() <= 0) {
      return new NodeException(
          NodeException.Kind.UNREACHABLE,
          what + "the Kubernetes API does not answer: " + rootOf(failure),
          failure);
    }
    String message = what + reason(failure);
    return switch (failure.getCode()) {
      case 403 ->
          new NodeException(
              NodeException.Kind.DENIED,
              message + "; check what the role and the admission policy let this account do",
              failure);
      case 404 -> new NodeException(NodeException.Kind.GONE, message, failure);
      // 409: another revision; 422: a failed test, a place that is no longer there.
      case 409, 422 -> new NodeException(NodeException.Kind.STALE, message, failure);
      default -> new NodeException(NodeException.Kind.UNREACHABLE, message, failure);
    };
  }

  private static String reason(KubernetesClientException failure) {
    String message = failure.getStatus() == null ? null : failure.getStatus().getMessage();
    return message == null ? "HTTP " + failure.getCode() : message;
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName()
        + (root.getMessage() == null ? "" : ": " + root.getMessage());
  }
}

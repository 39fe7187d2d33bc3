package io.hydrant.node;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A failure at the Kubernetes API, sorted by what can be done about it.
public final class NodeException extends IOException {
  private static final long serialVersionUID = 1L;

  /// The sorts of failure.
  public enum Kind {
    /// The Node is no longer as it was seen: look again, decide again.
    STALE,
    /// RBAC or an admission policy says no: a person must change that.
    DENIED,
    /// There is no such Node.
    GONE,
    /// No answer, or one that says nothing about the request: try again later.
    UNREACHABLE
  }

  private final Kind kind;

  /// @param message operation, object, reason and, where there is one, the next step
  public NodeException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package io.hydrant.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A failure at the bucket, sorted by what can be done about it.
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /// The sorts of failure.
  public enum Kind {
    /// The object is no longer there. Its key must be looked at again.
    GONE(false),
    /// The object is no longer in the state that was asked for. Its key must be looked at again.
    CHANGED(false),
    /// The object lies in an archive tier. Its key must be looked at again.
    ARCHIVED(false),
    /// The credentials lack a right, or the bucket policy denies it.
    FORBIDDEN(false),
    /// There are no credentials, or S3 does not know them.
    CREDENTIALS(false),
    /// There is no such bucket.
    NO_BUCKET(false),
    /// S3 asks to slow down.
    THROTTLED(true),
    /// No answer: name, connection, reset, timeout.
    UNREACHABLE(true),
    /// S3 failed by itself (5xx), or the failure has no better name.
    FAILED(true),
    /// The local file could not be written.
    DISK(false),
    /// The calling thread was interrupted.
    CANCELLED(false);

    private final boolean transientFailure;

    Kind(boolean transientFailure) {
      this.transientFailure = transientFailure;
    }

    /// Whether the same call may succeed a little later without anybody changing anything.
    public boolean isTransient() {
      return transientFailure;
    }
  }

  private final Kind kind;

  /// @param message operation, object, reason and, where there is one, the next step
  public SourceException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package io.hydrant.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The disk does not allow what was asked of it.
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /// The sorts of failure.
  public enum Kind {
    /// The staged bytes are not those of the object: fetching again may help.
    CORRUPT,
    /// A file or folder that is not ours stands in the way.
    FOREIGN,
    /// The disk is full.
    FULL,
    /// Not writable, no extended attributes, no room for a name, an I/O error.
    UNUSABLE,
    /// Another process works on this directory.
    LOCKED
  }

  private final Kind kind;

  /// @param message what, which file, why and what to do next
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

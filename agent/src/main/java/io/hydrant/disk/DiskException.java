package io.hydrant.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The disk could not be looked at or prepared.
public final class DiskException extends IOException {
  /// @param message what, which device, why and what to do next
  DiskException(String message) {
    this(message, null);
  }

  DiskException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

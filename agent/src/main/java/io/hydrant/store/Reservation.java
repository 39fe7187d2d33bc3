package io.hydrant.store;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reserves room for a file with `fallocate(2)`, so that a full disk is known before the first byte
/// and the file lies in few pieces. The file's size stays what it is.
final class Reservation {
  private static final Logger LOG = LoggerFactory.getLogger(Reservation.class);

  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private Reservation() {}

  /// Reserves room.
  ///
  /// @param file must be there
  /// @return false when the file system has no such call
  /// @throws IOException when there is no room; its message has the C library's words for it
  static boolean reserve(Path file, long bytes) throws IOException {
    if (bytes == 0) {
      return true;
    }
    int error = -call(file, bytes);
    return switch (error) {
      case 0 -> true;
      case ENOSPC -> throw new IOException("No space left on device");
      case EDQUOT -> throw new IOException("Disk quota exceeded");
      default -> {
        LOG.debug("no room is reserved for '{}': error {} of the system", file, error);
        yield false;
      }
    };
  }

  private static int call(Path file, long bytes) {
    int descriptor = SystemCalls.open(file, SystemCalls.O_WRONLY_CLOEXEC);
    if (descriptor < 0) {
      return descriptor;
    }
    try {
      return SystemCalls.fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, bytes);
    } finally {
      int _ = SystemCalls.close(descriptor);
    }
  }
}

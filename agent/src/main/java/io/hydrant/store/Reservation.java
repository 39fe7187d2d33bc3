package io.hydrant.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reserves room for a file with `fallocate(2)`, which Java lacks, so that a full disk is known
/// before the first byte and the file lies in few pieces. The file's size stays what it is.
///
/// The constants are those of Linux on x86-64 and arm64.
final class Reservation {
  private static final Logger LOG = LoggerFactory.getLogger(Reservation.class);

  private static final int O_WRONLY_CLOEXEC = 0x80001;
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int EINTR = 4;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle FALLOCATE =
      function(
          "fallocate",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG));

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
    int error = call(file, bytes);
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
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int descriptor =
          (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), O_WRONLY_CLOEXEC);
      if (descriptor < 0) {
        return (int) ERRNO.get(state, 0L);
      }
      try {
        int error;
        do {
          int result =
              (int) FALLOCATE.invokeExact(state, descriptor, FALLOC_FL_KEEP_SIZE, 0L, bytes);
          error = result == 0 ? 0 : (int) ERRNO.get(state, 0L);
        } while (error == EINTR);
        return error;
      } finally {
        int _ = (int) CLOSE.invokeExact(state, descriptor);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library cannot throw", e);
    }
  }

  // Only this class calls into the C library, and only with these three signatures.
  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        signature,
        Linker.Option.captureCallState("errno"));
  }
}

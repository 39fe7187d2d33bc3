package io.hydrant.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The nodes of this machine. Java cannot open with `O_EXCL` alone, so `open` and `close` of the C
/// library are called.
@SuppressWarnings("restricted") // Calling C is what this class is for.
final class KernelNodes implements DeviceNodes {
  private static final int FILE_TYPE = 0xf000;
  private static final int BLOCK_DEVICE = 0x6000;

  /// `O_RDONLY | O_EXCL | O_CLOEXEC`, the same number on x86-64 and arm64.
  private static final int READ_EXCLUSIVELY = 0x80080;

  private static final int EBUSY = 16;

  private final Linker linker = Linker.nativeLinker();
  private final MemoryLayout callState = Linker.Option.captureStateLayout();
  private final MethodHandle open =
      linker.downcallHandle(
          linker.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2),
          Linker.Option.captureCallState("errno"));
  private final MethodHandle close =
      linker.downcallHandle(
          linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  @Override
  public @Nullable DeviceNumber numberOf(Path node) throws IOException {
    try {
      int mode = (int) Files.getAttribute(node, "unix:mode");
      return (mode & FILE_TYPE) == BLOCK_DEVICE
          ? DeviceNumber.ofNode((long) Files.getAttribute(node, "unix:rdev"))
          : null;
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  @Override
  public Hold hold(Path node) throws IOException {
    int descriptor = openExclusively(node);
    return () -> {
      try {
        var _ = (int) close.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new IllegalStateException("close() cannot be called", e);
      }
    };
  }

  private int openExclusively(Path node) throws DiskException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(callState);
      MemorySegment path = arena.allocateFrom(node.toString());
      int descriptor = (int) open.invokeExact(state, path, READ_EXCLUSIVELY);
      if (descriptor < 0) {
        int errno =
            state.get(
                JAVA_INT, callState.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
        throw new DiskException(
            "'"
                + node
                + "' could not be opened exclusively: "
                + (errno == EBUSY ? "somebody uses it" : "error " + errno));
      }
      return descriptor;
    } catch (DiskException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("open() cannot be called", e);
    }
  }
}

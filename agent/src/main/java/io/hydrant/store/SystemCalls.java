package io.hydrant.store;

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

/// The calls of the C library that Java lacks. What they return is 0 or a descriptor, or an error
/// of the system as a negative number.
///
/// The constants here and at the callers are those of Linux on x86-64 and arm64.
final class SystemCalls {
  static final int O_RDONLY_CLOEXEC = 0x80000;
  static final int O_WRONLY_CLOEXEC = 0x80001;

  static final int ENOENT = 2;

  private static final int EINTR = 4;

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
  private static final MethodHandle SYNC_FILE_RANGE =
      function(
          "sync_file_range",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle READLINK =
      function(
          "readlink",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private static final MethodHandle FCNTL =
      function(
          "fcntl",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private SystemCalls() {}

  private interface Call {
    int in(Arena arena, MemorySegment state) throws Throwable;
  }

  static int open(Path file, int flags) {
    return call((arena, state) ->
        (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), flags));
  }

  static int close(int descriptor) {
    return call((_, state) -> (int) CLOSE.invokeExact(state, descriptor));
  }

  static int fallocate(int descriptor, int mode, long offset, long length) {
    int result;
    do {
      result =
          call((_, state) -> (int) FALLOCATE.invokeExact(state, descriptor, mode, offset, length));
    } while (result == -EINTR);
    return result;
  }

  static int syncFileRange(int descriptor, long offset, long length, int flags) {
    return call(
        (_, state) -> (int) SYNC_FILE_RANGE.invokeExact(state, descriptor, offset, length, flags));
  }

  /// Asks for the first byte of what a link leads to.
  static int readlink(Path link) {
    return call((arena, state) ->
        (int)
            (long)
                READLINK.invokeExact(
                    state, arena.allocateFrom(link.toString()), arena.allocate(1), 1L));
  }

  static int fcntl(int descriptor, int command, int argument) {
    return call((_, state) -> (int) FCNTL.invokeExact(state, descriptor, command, argument));
  }

  private static int call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result = call.in(arena, state);
      return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library cannot throw", e);
    }
  }

  // Only this class calls into the C library, and only with these signatures.
  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, all);
  }
}

package io.hydrant.source;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A bucket, sources of it, and the few words that the contract tests are written in.
@Timeout(120)
abstract class ModelSourceFixture {
  static final int MEBIBYTE = 1 << 20;

  @TempDir Path dir;

  /// A bucket of this test alone, empty at its start.
  protected abstract TestBucket bucket();

  /// A source of the part of [#bucket()] below a prefix.
  protected abstract ModelSource source(String prefix);

  final List<RemoteObject> list(String prefix) throws SourceException {
    List<RemoteObject> listed = new ArrayList<>();
    source(prefix).list(listed::add);
    return listed;
  }

  final RemoteObject head(String key) throws SourceException {
    return source("").head(new ObjectKey(key)).orElseThrow();
  }

  final Path target() {
    return dir.resolve("target");
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static SourceException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(SourceException.class, call);
  }

  static void concurrently(int threads, Collection<? extends Callable<?>> calls) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> futures = new ArrayList<>();
      for (Callable<?> call : calls) {
        futures.add(executor.submit(call));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /// The descriptors that this process, native code included, holds open on a file.
  static List<Path> descriptorsOf(Path file) throws IOException {
    List<Path> descriptors = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all.toList()) {
        if (Files.isSymbolicLink(descriptor) && Files.readSymbolicLink(descriptor).equals(file)) {
          descriptors.add(descriptor);
        }
      }
    }
    return descriptors;
  }
}

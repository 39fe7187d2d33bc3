package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.InMemoryModelSource.Interference;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Transfers with workers that a test runs one by one.
abstract class TransfersFixture {
  static final int CONCURRENT = 1;

  @TempDir private Path root;
  final Fetches fetches = new Fetches();
  final Deque<Runnable> workers = new ArrayDeque<>();
  final List<Outcome> outcomes = new ArrayList<>();
  private @Nullable ModelStore store;
  private @Nullable Transfers transfers;

  @BeforeEach
  void open() throws IOException {
    store = ModelStore.open(new StorePaths(root), List.of(), false, "TransfersTest");
    transfers =
        new Transfers(
            fetches.bucket,
            store,
            workers::add,
            Bounds.ofModels(CONCURRENT),
            new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            fetches,
            InstantSource.system(),
            () -> 0,
            fetches,
            new Random(1),
            this::settled);
  }

  private void settled(Outcome outcome) {
    assertThat(locksHeld()).as("locks that are held while an outcome is told").isEmpty();
    outcomes.add(outcome);
  }

  /// The locks of the transfers that the calling thread has.
  private static List<String> locksHeld() {
    long[] self = {Thread.currentThread().threadId()};
    MonitorInfo[] monitors =
        ManagementFactory.getThreadMXBean().getThreadInfo(self, true, false)[0].getLockedMonitors();
    return Stream.of(monitors)
        .map(MonitorInfo::getClassName)
        .filter(name -> name.startsWith("io.hydrant.transfer."))
        .toList();
  }

  @AfterEach
  void close() throws IOException {
    runWorkers();
    assertThat(transfers().isIdle()).isTrue();
    Objects.requireNonNull(store).close();
  }

  final Transfers transfers() {
    return Objects.requireNonNull(transfers);
  }

  final void submit(ModelFile... files) {
    transfers().submit(requests(files), false);
  }

  static List<Transfers.Request> requests(ModelFile... files) {
    return Stream.of(files).map(file -> new Transfers.Request(file, null)).toList();
  }

  final void runWorkers() {
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
  }

  final Path data(String path) {
    return root.resolve("data").resolve(path);
  }

  /// Makes every fetch of some keys fail.
  final void failing(String... keys) {
    Set<ObjectKey> failing = Set.of(Stream.of(keys).map(ObjectKey::new).toArray(ObjectKey[]::new));
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) throws SourceException {
            if (failing.contains(object.key())) {
              throw new SourceException(Kind.FORBIDDEN, "access denied", null);
            }
          }
        });
  }

  /// Does something once, at the first byte of a key's next fetch.
  final void during(String key, Runnable action) {
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void duringFetch(RemoteObject object, long written) {
            if (object.key().value().equals(key)) {
              fetches.bucket.interfereNoMore();
              action.run();
            }
          }
        });
  }
}

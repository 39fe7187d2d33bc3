package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.InMemoryModelSource.Interference;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Transfers with threads, as in the agent.
@Timeout(120)
class ConcurrentTransfersTest {
  private static final int CONCURRENT = 3;

  @TempDir private Path root;
  private final Fetches fetches = new Fetches();
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("fetch-", 0).factory());
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private @Nullable ModelStore store;
  private @Nullable Transfers transfers;

  @BeforeEach
  void open() throws IOException {
    store = ModelStore.open(new StorePaths(root), List.of(), false, "ConcurrentTransfersTest");
    transfers =
        new Transfers(
            fetches.bucket,
            store,
            executor,
            Bounds.ofModels(CONCURRENT),
            new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)),
            fetches,
            InstantSource.system(),
            System::nanoTime,
            fetches,
            new Random(1),
            outcomes::add);
  }

  @AfterEach
  void close() throws IOException {
    transfers().close();
    executor.close();
    assertThat(executor.isTerminated()).isTrue();
    assertThat(transfers().isIdle()).isTrue();
    Objects.requireNonNull(store).close();
  }

  private Transfers transfers() {
    return Objects.requireNonNull(transfers);
  }

  private void submit(ModelFile... files) {
    transfers()
        .submit(
            List.of(files).stream().map(file -> new Transfers.Request(file, null)).toList(), false);
  }

  private Outcome nextOutcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(60, TimeUnit.SECONDS);
    return Objects.requireNonNull(outcome, "no outcome within a minute");
  }

  /// Holds every fetch of one key at its first byte until it is interrupted or released.
  private final class Hold implements Interference {
    final String key;
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    Hold(String key) {
      this.key = key;
      fetches.bucket.interfere(this);
    }

    @Override
    public void duringFetch(RemoteObject object, long written) throws SourceException {
      if (object.key().value().equals(key)) {
        reached.countDown();
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SourceException(Kind.CANCELLED, "interrupted", e);
        }
      }
    }
  }

  @Test
  void noMoreFetchesRunThanAllowed() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch allStarted = new CountDownLatch(CONCURRENT);
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            allStarted.countDown();
            try {
              allStarted.await(); // So that as many run together as can.
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public void duringFetch(RemoteObject object, long written) {
            running.decrementAndGet();
          }
        });
    List<ModelFile> files = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      files.add(fetches.upload("m" + i, "bytes"));
    }
    submit(files.toArray(ModelFile[]::new));
    for (int i = 0; i < 30; i++) {
      assertThat(nextOutcome()).isInstanceOf(Outcome.Done.class);
    }
    assertThat(most).hasValue(CONCURRENT);
  }

  @Test
  void aNewerStateReplacesAFetchAtWork() throws InterruptedException {
    ModelFile old = fetches.upload("a", "old");
    Hold hold = new Hold("a");
    submit(old);
    hold.reached.await();
    fetches.bucket.interfereNoMore();
    ModelFile newer = fetches.upload("a", "newer");
    submit(newer);
    assertThat(nextOutcome()).isEqualTo(new Outcome.Cancelled(old));
    assertThat(nextOutcome()).isEqualTo(new Outcome.Done(newer));
    assertThat(root.resolve("data/a")).hasContent("newer");
    assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
  }

  @Test
  void aCancelledFetchEndsThoughItsSourceStandsStill() throws InterruptedException {
    ModelFile a = fetches.upload("a", "bytes");
    Hold hold = new Hold("a");
    submit(a);
    hold.reached.await();
    assertThat(transfers().cancel(a.path())).isFalse();
    assertThat(nextOutcome()).isEqualTo(new Outcome.Cancelled(a));
  }

  @Test
  void closingEndsAFetchAtWorkAndWaitsForItsEnd() throws InterruptedException {
    ModelFile a = fetches.upload("a", "bytes");
    Hold hold = new Hold("a");
    submit(a, fetches.upload("b", "bytes"));
    hold.reached.await();
    transfers().close();
    assertThat(transfers().isIdle()).isTrue();
    assertThat(fetches.bucket.fetchedBytes()).isLessThanOrEqualTo(10);
    executor.close();
    assertThat(outcomes).hasSize(2).contains(new Outcome.Cancelled(a));
  }

  @Test
  void noInterruptOfACancelledFetchReachesTheNext() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      ModelFile cancelled = fetches.upload("cancelled-" + i, "bytes");
      ModelFile next = fetches.upload("next-" + i, "bytes");
      submit(cancelled, next);
      transfers().cancel(cancelled.path());
      List<Outcome> both = List.of(nextOutcome(), nextOutcome());
      assertThat(both).contains(new Outcome.Done(next));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {71, 72, 73, 74})
  void everyFetchHasOneOutcomeAndAnIndexNeverComesBeforeItsFolder(long seed) throws Exception {
    Random random = new Random(seed);
    Random failures = new Random(seed + 1);
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) throws SourceException {
            synchronized (failures) {
              if (failures.nextInt(6) == 0) {
                Kind kind = failures.nextBoolean() ? Kind.FORBIDDEN : Kind.UNREACHABLE;
                throw new SourceException(kind, "trouble", null);
              }
            }
          }
        });
    Set<ModelFile> asked = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      String folder = "d/" + i + "/";
      ModelFile a = fetches.upload(folder + "a", "bytes", random.nextInt(3));
      ModelFile b = fetches.upload(folder + "b", "bytes", random.nextInt(3));
      ModelFile index = fetches.upload(folder + "model_index.json", "{}", random.nextInt(3));
      asked.addAll(List.of(a, b, index));
      transfers()
          .submit(
              List.of(
                  new Transfers.Request(index, null),
                  new Transfers.Request(a, null),
                  new Transfers.Request(b, null)),
              random.nextInt(4) == 0);
      if (random.nextInt(4) == 0) {
        transfers().cancel(List.of(a, b, index).get(random.nextInt(3)).path());
      }
    }
    List<ModelFile> told = new ArrayList<>();
    Set<String> failed = new HashSet<>();
    Set<String> indexes = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      Outcome outcome = nextOutcome();
      told.add(outcome.file());
      String folder = outcome.file().path().folder();
      if (outcome instanceof Outcome.Failed) {
        failed.add(folder);
      } else if (outcome instanceof Outcome.Done && outcome.file().isFolderIndex()) {
        indexes.add(folder);
      }
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(asked);
    assertThat(transfers().isIdle()).isTrue();
    assertThat(indexes).isNotEmpty().doesNotContainAnyElementsOf(failed);
    transfers().close();
    executor.close();
    assertThat(outcomes).isEmpty();
  }
}

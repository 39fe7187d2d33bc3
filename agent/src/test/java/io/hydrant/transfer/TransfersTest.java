package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.InMemoryModelSource.Interference;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The order of fetches and the rules between them, with workers that a test runs one by one.
class TransfersTest {
  private static final int CONCURRENT = 1;

  @TempDir private Path root;
  private final Fetches fetches = new Fetches();
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final List<Outcome> outcomes = new ArrayList<>();
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
            CONCURRENT,
            new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            fetches,
            InstantSource.system(),
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

  private Transfers transfers() {
    return Objects.requireNonNull(transfers);
  }

  private void submit(ModelFile... files) {
    transfers().submit(requests(files), false);
  }

  private static List<Transfers.Request> requests(ModelFile... files) {
    return Stream.of(files).map(file -> new Transfers.Request(file, null)).toList();
  }

  private void runWorkers() {
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
  }

  private Path data(String path) {
    return root.resolve("data").resolve(path);
  }

  /// Makes every fetch of some keys fail.
  private void failing(String... keys) {
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
  private void during(String key, Runnable action) {
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

  @Test
  void modelsAreFetchedByPriorityAndThenAsTheyWereAskedFor() {
    List<ModelFile> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(fetches.upload("m" + i, "bytes", i < 10 ? 1 : 0));
    }
    submit(files.toArray(ModelFile[]::new));
    assertThat(workers).hasSize(CONCURRENT);
    runWorkers();
    assertThat(fetches.started())
        .containsExactly(
            "m10", "m11", "m12", "m13", "m14", "m15", "m16", "m17", "m18", "m19", "m0", "m1", "m2",
            "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    assertThat(outcomes).hasSize(20).allMatch(Outcome.Done.class::isInstance);
  }

  @Test
  void whatIsUnderWayIsCountedUntilItIsOver() {
    ModelFile a = fetches.upload("a", "12345");
    ModelFile b = fetches.upload("b", "123");
    submit(a, b);
    assertThat(transfers().isIdle()).isFalse();
    assertThat(transfers().paths()).containsExactlyInAnyOrder(a.path(), b.path());
    assertThat(transfers().taken()).isEqualTo(ByteSize.ZERO);
    assertThat(transfers().sizeExcept(Set.of())).isEqualTo(new ByteSize(8));
    assertThat(transfers().sizeExcept(Set.of(a.path()))).isEqualTo(new ByteSize(3));
    during("a", () -> assertThat(transfers().taken()).isEqualTo(new ByteSize(5)));
    runWorkers();
    assertThat(transfers().isIdle()).isTrue();
    assertThat(transfers().taken()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void urgentModelsHaveWorkersOfTheirOwn() {
    ModelFile slow = fetches.upload("slow", "bytes");
    ModelFile next = fetches.upload("next", "bytes");
    ModelFile event = fetches.upload("event", "bytes");
    submit(slow, next);
    during(
        "slow",
        () -> {
          transfers().submit(requests(event), true);
          workers.remove().run();
          assertThat(data("event")).exists();
        });
    runWorkers();
    assertThat(fetches.started()).containsExactly("slow", "event", "next");
  }

  @Test
  void aWaitingModelThatBecomesUrgentOvertakes() {
    ModelFile slow = fetches.upload("slow", "bytes");
    ModelFile next = fetches.upload("next", "bytes");
    ModelFile last = fetches.upload("last", "bytes", 5);
    submit(slow, next, last);
    during(
        "slow",
        () -> {
          transfers().submit(requests(last), true);
          workers.remove().run();
        });
    runWorkers();
    assertThat(fetches.started()).containsExactly("slow", "last", "next");
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void askingAgainForTheSameStateChangesNothing() {
    ModelFile a = fetches.upload("a", "bytes");
    submit(a, a);
    during("a", () -> submit(a));
    runWorkers();
    assertThat(fetches.started()).containsExactly("a");
    assertThat(outcomes).containsExactly(new Outcome.Done(a));
  }

  @Test
  void aNewerStateReplacesOneThatWaits() {
    ModelFile old = fetches.upload("a", "old");
    submit(old);
    ModelFile newer = fetches.upload("a", "newer");
    submit(newer);
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(old));
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(old), new Outcome.Done(newer));
    assertThat(data("a")).hasContent("newer");
  }

  @Test
  void aFetchThatWaitsIsCancelledAtOnce() {
    ModelFile a = fetches.upload("a", "bytes");
    submit(a);
    assertThat(transfers().cancel(a.path())).isTrue();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(a));
    assertThat(transfers().isIdle()).isTrue();
    assertThat(fetches.events(SyncEvent.FetchAbandoned.class)).hasSize(1);
    assertThat(transfers().cancel(a.path())).isTrue();
    assertThat(transfers().cancel(new ModelPath("none"))).isTrue();
    assertThat(outcomes).hasSize(1);
  }

  @Test
  void aFetchAtWorkIsCancelledAndSaysWhenItIsOver() {
    ModelFile a = fetches.upload("a", "bytes");
    submit(a);
    during("a", () -> assertThat(transfers().cancel(a.path())).isFalse());
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(a));
    assertThat(fetches.events).endsWith(new SyncEvent.FetchAbandoned(a, "it was cancelled"));
    assertThat(data("a")).doesNotExist();
  }

  @Test
  void aStateThatIsWantedAgainAfterItWasCancelledIsFetched() {
    ModelFile a = fetches.upload("a", "bytes");
    submit(a);
    during(
        "a",
        () -> {
          transfers().cancel(a.path());
          submit(a);
        });
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(a), new Outcome.Done(a));
    assertThat(data("a")).hasContent("bytes");
  }

  @Test
  void aFailureThatComesAfterACancellationIsNone() {
    ModelFile a = fetches.upload("a", "bytes");
    submit(a);
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) {
            transfers().cancel(a.path());
            throw new IllegalStateException("a fault that the cancellation brought about");
          }
        });
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(a));
    assertThat(fetches.events(SyncEvent.FetchFailed.class)).isEmpty();
  }

  @Test
  void anObjectThatChangedIsToldAsGivenUp() {
    ModelFile a = fetches.upload("a", "bytes");
    fetches.bucket.delete("a");
    submit(a);
    runWorkers();
    assertThat(outcomes).singleElement().isInstanceOf(Outcome.Stale.class);
    assertThat(fetches.events(SyncEvent.FetchAbandoned.class)).hasSize(1);
  }

  @Test
  void aFaultOfTheProgramFailsOneModelAndNotTheWorker() {
    ModelFile a = fetches.upload("a", "bytes");
    ModelFile b = fetches.upload("b", "bytes");
    ModelFile c = fetches.upload("c", "bytes");
    submit(a, b, c);
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) {
            switch (object.key().value()) {
              case "a" -> throw new IllegalStateException("a bug");
              case "b" -> throw new UnsatisfiedLinkError("no native library");
              default -> {}
            }
          }
        });
    runWorkers();
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Failed(
                a, "a fault of Hydrant itself: java.lang.IllegalStateException: a bug"),
            new Outcome.Failed(
                b, "a fault of Hydrant itself: java.lang.UnsatisfiedLinkError: no native library"),
            new Outcome.Done(c));
  }

  @Test
  void aListenerThatFailsCostsNoOutcome() {
    ModelFile a = fetches.upload("a", "bytes");
    ModelFile b = fetches.upload("b", "bytes");
    failing("a");
    fetches.failOn(SyncEvent.FetchFailed.class);
    submit(a, b);
    runWorkers();
    assertThat(outcomes)
        .containsExactly(new Outcome.Failed(a, "access denied"), new Outcome.Done(b));
  }

  @Test
  void noTwoFetchesOfOnePathRunTogetherHoweverOftenItChanges() {
    ModelFile first = fetches.upload("a", "first");
    submit(first);
    during(
        "a",
        () -> {
          ModelFile second = fetches.upload("a", "second");
          submit(second);
          fetches.bucket.put("a", "first".getBytes(StandardCharsets.UTF_8));
          submit(first); // The second waits and is over at once; the first is still at work.
          assertThat(transfers().paths()).containsExactly(first.path());
          assertThat(transfers().cancel(first.path())).as("nothing goes on").isFalse();
          submit(first);
          assertThat(outcomes)
              .containsExactly(new Outcome.Cancelled(second), new Outcome.Cancelled(first));
          assertThat(fetches.started()).hasSize(1);
        });
    runWorkers();
    assertThat(outcomes)
        .containsSubsequence(new Outcome.Cancelled(first), new Outcome.Done(first))
        .hasSize(4);
    assertThat(data("a")).hasContent("first");
  }

  @Test
  void aFolderIsCompleteBeforeItsIndexIsThere() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile member = fetches.upload("d/x/unet/a", "bytes", 7);
    ModelFile other = fetches.upload("d/xx/b", "bytes", 8);
    submit(index, member, other);
    runWorkers();
    assertThat(fetches.started())
        .containsSubsequence("d/x/unet/a", "d/x/model_index.json")
        .contains("d/xx/b");
    assertThat(outcomes).hasSize(3).allMatch(Outcome.Done.class::isInstance);
  }

  @Test
  void anIndexAloneNeedNotWait() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}");
    submit(index);
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Done(index));
  }

  @Test
  void anIndexFailsWithAModelOfItsFolderWhicheverIsTakenFirst() {
    for (int indexPriority : new int[] {0, 9}) {
      outcomes.clear();
      ModelFile index = fetches.upload("d/x/model_index.json", "{}", indexPriority);
      ModelFile good = fetches.upload("d/x/good", "bytes", 5);
      ModelFile bad = fetches.upload("d/x/bad", "bytes", 5);
      failing("d/x/bad");
      submit(good, bad, index);
      runWorkers();
      assertThat(outcomes)
          .containsExactlyInAnyOrder(
              new Outcome.Done(good),
              new Outcome.Failed(bad, "access denied"),
              new Outcome.Failed(index, "its folder is not complete: 'd/x/bad' failed"));
      assertThat(data("d/x/model_index.json")).doesNotExist();
    }
  }

  @Test
  void anIndexIsLookedAtAgainWithAModelThatChanged() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}");
    ModelFile gone = fetches.upload("d/x/gone", "bytes");
    fetches.bucket.delete("d/x/gone");
    submit(gone, index);
    runWorkers();
    assertThat(outcomes)
        .hasSize(2)
        .contains(new Outcome.Stale(index, "its folder changes: 'd/x/gone'"));
    assertThat(data("d/x/model_index.json")).doesNotExist();
  }

  @Test
  void aFailureThatWasMadeGoodDoesNotCount() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 9);
    ModelFile member = fetches.upload("d/x/a", "bytes");
    ModelFile slow = fetches.upload("d/x/slow", "bytes", 5);
    failing("d/x/a");
    submit(member, slow, index);
    fetches.bucket.interfere(
        new Interference() {
          @Override
          public void beforeFetch(RemoteObject object) throws SourceException {
            if (object.key().value().equals("d/x/a")) {
              throw new SourceException(Kind.FORBIDDEN, "access denied", null);
            }
            if (object.key().value().equals("d/x/slow")) {
              fetches.bucket.interfereNoMore();
              transfers().submit(requests(member), true);
              workers.remove().run();
            }
          }
        });
    runWorkers();
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Failed(member, "access denied"),
            new Outcome.Done(member),
            new Outcome.Done(slow),
            new Outcome.Done(index));
  }

  @Test
  void anIndexDoesNotWaitForAModelThatIsNoLongerWanted() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile member = fetches.upload("d/x/a", "bytes", 7);
    ModelFile busy = fetches.upload("d/x/busy", "bytes", 1);
    submit(index, member, busy);
    during("d/x/busy", () -> transfers().cancel(member.path()));
    runWorkers();
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Cancelled(member), new Outcome.Done(busy), new Outcome.Done(index));
  }

  @Test
  void anIndexWaitsForTheNewerStateOfAModel() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile old = fetches.upload("d/x/a", "old", 7);
    ModelFile busy = fetches.upload("d/x/busy", "bytes", 1);
    submit(index, old, busy);
    during("d/x/busy", () -> submit(fetches.upload("d/x/a", "newer", 7)));
    runWorkers();
    assertThat(fetches.started()).containsExactly("d/x/busy", "d/x/a", "d/x/model_index.json");
    assertThat(data("d/x/a")).hasContent("newer");
  }

  @Test
  void anIndexThatWaitsForItsFolderCanBeCancelledAndReplaced() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile member = fetches.upload("d/x/a", "bytes", 7);
    submit(index, member);
    during("d/x/a", () -> assertThat(transfers().cancel(index.path())).isTrue());
    runWorkers();
    assertThat(outcomes).containsExactly(new Outcome.Cancelled(index), new Outcome.Done(member));
  }

  @Test
  void outerAndInnerFoldersAreCompletedFromTheInside() {
    ModelFile outer = fetches.upload("d/model_index.json", "{}", 0);
    ModelFile inner = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile member = fetches.upload("d/x/a", "bytes", 7);
    submit(outer, inner, member);
    runWorkers();
    assertThat(fetches.started())
        .containsExactly("d/x/a", "d/x/model_index.json", "d/model_index.json");
  }

  @Test
  void closingEndsWhatWaitsAndRefusesWhatComes() {
    ModelFile index = fetches.upload("d/x/model_index.json", "{}", 0);
    ModelFile member = fetches.upload("d/x/a", "bytes", 1);
    ModelFile last = fetches.upload("last", "bytes", 2);
    submit(index, member, last);
    transfers().close();
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            new Outcome.Cancelled(index),
            new Outcome.Cancelled(member),
            new Outcome.Cancelled(last));
    submit(last);
    assertThat(transfers().isIdle()).isTrue();
    runWorkers();
    assertThat(outcomes).hasSize(3);
    assertThat(fetches.started()).isEmpty();
  }
}

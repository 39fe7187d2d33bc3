package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.Fetched;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import io.hydrant.testing.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFetcherTest {
  private static final String KEY = "loras/a";

  @TempDir private Path root;
  private final Fetches fetches = new Fetches();
  private final ManualClock clock = new ManualClock();
  private @Nullable ModelStore store;

  /// Answers of the source that differ from the bucket's, used up one by one.
  private final Deque<Answer> answers = new ArrayDeque<>();

  private interface Answer {
    Fetched fetch(RemoteObject object, Path target, LongConsumer progress) throws SourceException;
  }

  @BeforeEach
  void open() throws IOException {
    store = ModelStore.open(new StorePaths(root), List.of(new ModelPath("loras")), false, "test");
  }

  @AfterEach
  void close() throws IOException {
    store().close();
    assertThat(Thread.interrupted()).isFalse();
  }

  private ModelStore store() {
    return Objects.requireNonNull(store);
  }

  private final class Source implements ModelSource {
    @Override
    public void list(Consumer<RemoteObject> each) throws SourceException {
      fetches.bucket.list(each);
    }

    @Override
    public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
      return fetches.bucket.head(key);
    }

    @Override
    public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
        throws SourceException {
      Answer answer = answers.poll();
      return answer == null
          ? fetches.bucket.fetch(object, target, progress)
          : answer.fetch(object, target, progress);
    }
  }

  /// An answer that writes other bytes than the object's and says nothing of it.
  private Answer arriving(String bytes) {
    return (object, target, progress) -> {
      byte[] written = bytes.getBytes(StandardCharsets.UTF_8);
      try {
        Files.write(target, written);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      progress.accept(written.length);
      return Fetched.unchecked(fetches.bucket.head(object.key()).orElseThrow());
    };
  }

  private static Answer failing(Kind kind) {
    return (object, _, _) -> {
      throw new SourceException(kind, "GET " + object.key() + ": " + kind, null);
    };
  }

  private Pacer pacer = pacer(null);
  private long nanos;

  private Pacer pacer(@Nullable ByteSize perSecond) {
    return new Pacer(new Bounds(1, 1, new ByteSize(Long.MAX_VALUE), perSecond), () -> nanos);
  }

  private Outcome fetch(ModelFile file) throws InterruptedException {
    return fetch(new Job(file, 1, null, null));
  }

  private Outcome fetch(Job job) throws InterruptedException {
    RandomGenerator always = () -> Long.MIN_VALUE; // Draws a half.
    ModelFetcher fetcher =
        new ModelFetcher(
            new Source(),
            store(),
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1)),
            pacer,
            fetches,
            clock,
            fetches,
            always);
    assertThat(job.begin()).isTrue();
    CompletableFuture<Outcome> later = new CompletableFuture<>();
    Outcome outcome = fetcher.fetch(job, later::complete);
    job.leave();
    return outcome == null ? later.join() : outcome;
  }

  private void expectNothingLeft() throws IOException {
    assertThat(root.resolve(".hydrant/staging")).isEmptyDirectory();
    assertThat(store().scan().files()).isEmpty();
  }

  @Test
  void aModelIsFetchedVerifiedAndPublished() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    Instant changedAt = clock.instant().minusSeconds(7);
    assertThat(fetch(new Job(file, 1, changedAt, null))).isEqualTo(new Outcome.Done(file));
    assertThat(root.resolve("data/loras/a")).hasContent("the bytes");
    assertThat(fetches.events)
        .containsExactly(
            new SyncEvent.FetchStarted(file),
            new SyncEvent.FetchProgressed(file.path(), 9),
            new SyncEvent.Published(file, Duration.ZERO, changedAt));
  }

  @Test
  void aModelThatIsThereAlreadyIsNotFetched() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    fetch(file);
    fetches.events.clear();
    assertThat(fetch(file)).isEqualTo(new Outcome.Done(file));
    assertThat(fetches.events).containsExactly(new SyncEvent.FoundPresent(file));
    assertThat(fetches.bucket.fetchedBytes()).isEqualTo(9);
  }

  @Test
  void aFailureThatMayPassIsTriedAgainWithGrowingDelays() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add(failing(Kind.UNREACHABLE));
    answers.add(failing(Kind.THROTTLED));
    assertThat(fetch(file)).isEqualTo(new Outcome.Done(file));
    assertThat(fetches.slept).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(fetches.events(SyncEvent.FetchRetried.class))
        .containsExactly(
            new SyncEvent.FetchRetried(file, 1, Duration.ofMillis(500), "GET loras/a: UNREACHABLE"),
            new SyncEvent.FetchRetried(file, 2, Duration.ofSeconds(1), "GET loras/a: THROTTLED"));
    assertThat(fetches.started()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"THROTTLED", "UNREACHABLE", "FAILED"})
  void aFailureThatDoesNotPassEndsTheFetch(Kind kind) throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    for (int i = 0; i < 5; i++) {
      answers.add(failing(kind));
    }
    assertThat(fetch(file)).isEqualTo(new Outcome.Failed(file, "GET loras/a: " + kind));
    assertThat(fetches.slept).hasSize(2);
    expectNothingLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FORBIDDEN", "CREDENTIALS", "NO_BUCKET"})
  void aFailureThatCannotPassIsNotTriedAgain(Kind kind) throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add(failing(kind));
    assertThat(fetch(file)).isEqualTo(new Outcome.Failed(file, "GET loras/a: " + kind));
    assertThat(fetches.slept).isEmpty();
    expectNothingLeft();
  }

  @Test
  void anObjectThatTurnsOutToBeArchivedIsLookedAtAgain() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add(failing(Kind.ARCHIVED));
    assertThat(fetch(file)).isInstanceOf(Outcome.Stale.class);
    expectNothingLeft();
  }

  @Test
  void anObjectThatGoesOrChangesMeanwhileIsLookedAtAgain() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    fetches.bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void duringFetch(RemoteObject object, long written) {
            fetches.bucket.put(KEY, new byte[] {1});
          }
        });
    assertThat(fetch(file)).isInstanceOf(Outcome.Stale.class);
    fetches.bucket.interfereNoMore();
    fetches.bucket.delete(KEY);
    assertThat(fetch(file)).isInstanceOf(Outcome.Stale.class);
    assertThat(fetches.slept).isEmpty();
    expectNothingLeft();
  }

  @Test
  void corruptBytesAreFetchedAgain() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add(arriving("THE BYTES"));
    answers.add(arriving("the"));
    assertThat(fetch(file)).isEqualTo(new Outcome.Done(file));
    assertThat(root.resolve("data/loras/a")).hasContent("the bytes");
    assertThat(fetches.slept).hasSize(2);
  }

  @Test
  void bytesThatStayCorruptAreNeverPublished() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    for (int i = 0; i < 3; i++) {
      answers.add(arriving("THE BYTES"));
    }
    Outcome.Failed outcome = (Outcome.Failed) fetch(file);
    assertThat(outcome.error()).startsWith("'loras/a' did not arrive as it is: its checksum is");
    expectNothingLeft();
  }

  @Test
  void theBytesOfAFailedAttemptAreNotCountedForTheNext() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add(arriving("the"));
    Job job = new Job(file, 1, null, null);
    assertThat(fetch(job)).isEqualTo(new Outcome.Done(file));
    assertThat(job.received()).hasValue(9);
  }

  @Test
  void aFailureAtTheDiskSaysWhatToDo() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    answers.add((object, target, _) -> {
      throw new SourceException(
          Kind.DISK,
          "GET " + object.key() + ": cannot write '" + target + "': No space left on device",
          null);
    });
    Outcome.Failed outcome = (Outcome.Failed) fetch(file);
    assertThat(outcome.error())
        .startsWith("'loras/a' could not be written: ")
        .contains("No space left on device")
        .endsWith("free some space on the disk, or select fewer models");
    assertThat(fetches.slept).isEmpty();
  }

  @Test
  void aForeignFileIsFoundBeforeTheFirstByte() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    Files.writeString(root.resolve("data/loras/a"), "mine");
    Outcome.Failed outcome = (Outcome.Failed) fetch(file);
    assertThat(outcome.error()).contains("move it away, or allow --replace-foreign");
    assertThat(fetches.bucket.fetchedBytes()).isZero();
    assertThat(root.resolve("data/loras/a")).hasContent("mine");
  }

  @Test
  void aCancelledFetchLeavesNothing() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    Job job = new Job(file, 1, null, null);
    fetches.bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void duringFetch(RemoteObject object, long written) {
            job.cancel();
          }
        });
    assertThat(fetch(job)).isEqualTo(new Outcome.Cancelled(file));
    expectNothingLeft();
  }

  @Test
  void aFetchThatIsCancelledAfterItsLastByteIsNotPublished() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    Job job = new Job(file, 1, null, null);
    answers.add((object, target, progress) -> {
      Fetched fetched = fetches.bucket.fetch(object, target, progress);
      job.cancel();
      return fetched;
    });
    assertThat(fetch(job)).isEqualTo(new Outcome.Cancelled(file));
    expectNothingLeft();
  }

  @Test
  void aFetchThatWaitsForItsNextAttemptIsCancelledAtOnce() throws Exception {
    ModelFile file = fetches.upload(KEY, "the bytes");
    Job job = new Job(file, 1, null, null);
    answers.add(failing(Kind.UNREACHABLE));
    fetches.whileSleeping(job::cancel);
    assertThat(fetch(job)).isEqualTo(new Outcome.Cancelled(file));
    assertThat(fetches.started()).hasSize(1);
    expectNothingLeft();
  }

  @Test
  void whereARateIsSetAFetchWaitsUntilTheOnesBeforeItWouldHaveArrived() throws Exception {
    pacer = pacer(new ByteSize(5));
    ModelFile first = fetches.upload(KEY, "ten bytes.");
    ModelFile second = fetches.upload("loras/b", "bytes");
    fetch(first);
    assertThat(fetches.slept).isEmpty();

    assertThat(fetch(second)).isEqualTo(new Outcome.Done(second));
    assertThat(fetches.slept).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void anUrgentFetchDoesNotWaitForTheRateButCounts() throws Exception {
    pacer = pacer(new ByteSize(5));
    fetch(fetches.upload(KEY, "ten bytes."));
    Job urgent = new Job(fetches.upload("loras/b", "bytes"), 2, null, null);
    urgent.hurry();
    fetch(urgent);
    assertThat(fetches.slept).isEmpty();

    fetch(fetches.upload("loras/c", "bytes"));
    assertThat(fetches.slept).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void aFetchThatIsCancelledWhileItWaitsForTheRateTakesNothingOfIt() throws Exception {
    pacer = pacer(new ByteSize(5));
    fetch(fetches.upload(KEY, "ten bytes."));
    Job cancelled = new Job(fetches.upload("loras/b", "bytes"), 2, null, null);
    fetches.whileSleeping(cancelled::cancel);
    assertThat(fetch(cancelled)).isEqualTo(new Outcome.Cancelled(cancelled.file()));
    fetches.whileSleeping(() -> {});

    fetch(fetches.upload("loras/c", "bytes"));
    assertThat(fetches.slept).containsExactly(Duration.ofSeconds(2));
  }
}

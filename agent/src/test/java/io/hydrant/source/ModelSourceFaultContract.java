package io.hydrant.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// How every [ModelSource] fails: with which kind, and leaving what behind.
abstract class ModelSourceFaultContract extends ModelSourceFixture {

  /// A source of a bucket that does not exist.
  protected abstract ModelSource sourceOfMissingBucket();

  @Test
  void aFetchOfAReplacedObjectSaysThatItChanged() throws Exception {
    bucket().put("model", bytes(1000, 8));
    RemoteObject before = head("model");
    bucket().put("model", bytes(1000, 9));

    SourceException failure = failureOf(() -> source("").fetch(before, target(), _ -> {}));

    assertThat(failure.kind()).isEqualTo(Kind.CHANGED);
    assertThat(failure).hasMessageContaining("model");
  }

  @Test
  void aFetchOfADeletedObjectSaysThatItIsGone() throws Exception {
    bucket().put("model", bytes(1000, 8));
    RemoteObject before = head("model");
    bucket().delete("model");

    SourceException failure = failureOf(() -> source("").fetch(before, target(), _ -> {}));

    assertThat(failure.kind()).isEqualTo(Kind.GONE);
    assertThat(failure).hasMessageContaining("model");
  }

  @Test
  void aFetchIntoAFolderThatIsNotThereFailsAtTheDisk() throws Exception {
    bucket().put("model", bytes(1000, 8));
    RemoteObject object = head("model");
    Path target = dir.resolve("no/such/folder/model");

    SourceException failure = failureOf(() -> source("").fetch(object, target, _ -> {}));

    assertThat(failure.kind()).isEqualTo(Kind.DISK);
    assertThat(failure).hasMessageContaining(target.toString());
  }

  @Test
  void aFetchOntoAFolderFailsAtTheDisk() throws Exception {
    bucket().put("model", bytes(1000, 8));
    RemoteObject object = head("model");

    SourceException failure = failureOf(() -> source("").fetch(object, dir, _ -> {}));

    assertThat(failure.kind()).isEqualTo(Kind.DISK);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aMissingBucketIsNeverAnEmptyOne() {
    ModelSource source = sourceOfMissingBucket();
    RemoteObject object =
        RemoteObject.of(new ObjectKey("model"), new ByteSize(1), new ETag("0"), Instant.EPOCH);

    assertThat(failureOf(() -> source.list(_ -> {})).kind()).isEqualTo(Kind.NO_BUCKET);
    assertThat(failureOf(() -> source.head(new ObjectKey("model"))).kind())
        .isEqualTo(Kind.NO_BUCKET);
    assertThat(failureOf(() -> source.fetch(object, target(), _ -> {})).kind())
        .isEqualTo(Kind.NO_BUCKET);
  }

  @Test
  void anInterruptEndsAFetchAndNothingWritesToItsFileAfterwards() throws Exception {
    bucket().put("model", bytes(96 * MEBIBYTE, 10));
    RemoteObject object = head("model");
    ModelSource source = source("");
    Thread fetcher = Thread.currentThread();
    // Once: progress may be told until the fetch has ended, and the flag is read afterwards.
    AtomicBoolean interrupted = new AtomicBoolean();

    SourceException failure =
        failureOf(() ->
            source.fetch(
                object,
                target(),
                _ -> {
                  if (interrupted.compareAndSet(false, true)) {
                    fetcher.interrupt();
                  }
                }));

    assertThat(Thread.interrupted()).as("the interrupt flag is kept").isTrue();
    assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(descriptorsOf(target())).isEmpty();
    assertThat(namesIn(dir)).as("nothing is left beside the target").isSubsetOf("target");
  }

  @Test
  void anInterruptIsNeitherLostNorTakenForAnotherFailureWheneverItComes() throws Exception {
    bucket().put("model", bytes(2 * MEBIBYTE, 12));
    RemoteObject object = head("model");
    ModelSource source = source("");
    List<ThrowingCallable> calls =
        List.of(
            () -> source.list(_ -> {}),
            () -> source.head(object.key()),
            () -> source.fetch(object, target(), _ -> {}));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 90; i++) {
      String round = "round %d of seed %d".formatted(i, seed);
      Thread caller = Thread.currentThread();
      long delay = random.nextLong(5_000_000);
      Thread interrupter =
          Thread.ofPlatform()
              .start(() -> {
                LockSupport.parkNanos(delay);
                caller.interrupt();
              });

      Throwable failure = catchThrowable(calls.get(i % calls.size()));
      while (interrupter.isAlive()) {
        Thread.onSpinWait();
      }

      assertThat(Thread.interrupted()).as(round).isTrue();
      if (failure != null) {
        assertThat(failure)
            .as(round)
            .isInstanceOfSatisfying(
                SourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
      }
    }
  }

  @Test
  void anInterruptThatCameBeforeIsHonoured() throws Exception {
    bucket().put("model", bytes(1000, 11));
    RemoteObject object = head("model");
    ModelSource source = source("");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> source.list(_ -> {}),
            () -> source.head(object.key()),
            () -> source.fetch(object, target(), _ -> {}))) {
      Thread.currentThread().interrupt();
      SourceException failure = failureOf(call);
      assertThat(Thread.interrupted()).as("the interrupt flag is kept").isTrue();
      assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    }
  }
}

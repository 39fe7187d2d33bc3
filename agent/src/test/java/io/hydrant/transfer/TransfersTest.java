package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.InMemoryModelSource.Interference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The order of fetches and the rules between them.
class TransfersTest extends TransfersFixture {

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
  void aListenerThatFailsWhenAModelIsPublishedCostsNoOutcome() {
    ModelFile a = fetches.upload("a", "bytes");
    ModelFile b = fetches.upload("b", "bytes");
    fetches.failOn(SyncEvent.Published.class);
    submit(a, b);
    runWorkers();
    String fault =
        "a fault of Hydrant itself: java.lang.IllegalStateException: a bug of the listener";
    assertThat(outcomes)
        .containsExactly(new Outcome.Failed(a, fault), new Outcome.Failed(b, fault));
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

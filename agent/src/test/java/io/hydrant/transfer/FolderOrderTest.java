package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.InMemoryModelSource.Interference;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import org.junit.jupiter.api.Test;

/// A diffusers folder is complete before its index is there.
class FolderOrderTest extends TransfersFixture {

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
}

package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MirrorTest extends MirrorFixture {
  @Test
  void hydratesFromTheFirstListing() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    bucket.put("vae/b c+d.safetensors", TWO);
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(file("vae/b c+d.safetensors")).hasBinaryContent(TWO);
    assertThat(node.events(SyncEvent.Hydrated.class)).hasSize(1);
    assertThat(node.events(SyncEvent.InSync.class)).hasSize(1);
  }

  @Test
  void theDiskIsReadWhileTheBucketIsListedForTheFirstTime() throws IOException {
    loseAFileInTheFirstListing(Duration.ZERO);

    // Seen in the reading, so it is not missed until the next one.
    assertThat(node.events(SyncEvent.FetchStarted.class)).isEmpty();
    time.pass(RESYNC);
    goOn();
    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
  }

  @Test
  void theDiskIsReadAgainWhenTheFirstListingTookLong() throws IOException {
    loseAFileInTheFirstListing(Duration.ofMinutes(1));

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
  }

  /// The agent starts on a hydrated disk, and somebody deletes `loras/a.safetensors` while it
  /// lists.
  private void loseAFileInTheFirstListing(Duration longBeforeItsEnd) throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    close();
    open();
    node.turn(settled::addAll);
    Files.delete(file("loras/a.safetensors"));
    time.pass(longBeforeItsEnd);
    node.runNewestTask();
    goOn();
  }

  @Test
  void whatALookFoundDuringAListingOverridesTheListing() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    AtomicInteger fetches = new AtomicInteger();
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeFetch(RemoteObject object) {
            fetches.incrementAndGet();
          }
        });
    node.requestResync();
    node.turn(settled::addAll);
    // The listing is about to be answered; meanwhile an event is dealt with completely.
    List<RemoteObject> stale = new ArrayList<>();
    bucket.list(stale::add);
    bucket.put("loras/a.safetensors", TWO);
    node.deliver(created("loras/a.safetensors"));
    node.answerListing(stale);
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aFailedListingIsTriedAgainAndRemovesNothing() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    AtomicInteger failures = new AtomicInteger(3);
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeList() throws SourceException {
            if (failures.getAndDecrement() > 0) {
              throw new SourceException(SourceException.Kind.THROTTLED, "slow down", null);
            }
          }
        });
    bucket.put("loras/b.safetensors", TWO);
    node.requestResync();
    for (int i = 0; i < 4; i++) {
      goOn();
      time.pass(Duration.ofMinutes(1));
    }

    assertThat(node.events(SyncEvent.ListingFailed.class)).hasSize(3);
    assertThat(file("loras/a.safetensors")).exists();
    assertThat(file("loras/b.safetensors")).hasBinaryContent(TWO);
  }

  @Test
  void aModelThatIsDeletedWhileItIsFetchedNeverAppears() throws IOException {
    byte[] large = new byte[300_000];
    bucket.put("loras/a.safetensors", large);
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void duringFetch(RemoteObject object, long written) {
            if (written < large.length && bucket.objects().size() == 1) {
              bucket.delete("loras/a.safetensors");
            }
          }
        });
    goOn();

    assertThat(file("loras/a.safetensors")).doesNotExist();
    assertThat(node.events(SyncEvent.FetchAbandoned.class)).hasSize(1);
    assertThat(node.events(SyncEvent.Hydrated.class)).hasSize(1);
  }

  @Test
  void aFetchThatFailsForGoodIsTakenUpAgainLater() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    AtomicInteger failures = new AtomicInteger(1);
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeFetch(RemoteObject object) throws SourceException {
            if (failures.getAndDecrement() > 0) {
              throw new SourceException(SourceException.Kind.FORBIDDEN, "denied", null);
            }
          }
        });
    goOn();
    assertThat(node.events(SyncEvent.FetchFailed.class)).hasSize(1);
    assertThat(node.events(SyncEvent.Hydrated.class)).isEmpty();

    time.pass(Duration.ofMinutes(1));
    goOn();
    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(node.events(SyncEvent.Hydrated.class)).hasSize(1);
  }

  @Test
  void aRestartOnAnUnchangedDirectoryFetchesNothing() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    bucket.put("diffusers/x/model_index.json", TWO);
    goOn();
    long fetched = bucket.fetchedBytes();
    node.close();
    open();
    goOn();

    assertThat(bucket.fetchedBytes()).isEqualTo(fetched);
    assertThat(node.events(SyncEvent.Hydrated.class)).hasSize(1);
  }

  @Test
  void aKeyThatBecomesAFolderGivesWayToWhatIsInIt() throws IOException {
    bucket.put("loras/a", ONE);
    goOn();
    bucket.put("loras/a/b.safetensors", TWO);
    node.deliver(created("loras/a/b.safetensors"));
    goOn();
    assertThat(file("loras/a/b.safetensors")).hasBinaryContent(TWO);

    bucket.delete("loras/a/b.safetensors");
    node.deliver(removed("loras/a/b.safetensors"));
    goOn();
    assertThat(file("loras/a")).hasBinaryContent(ONE);
  }

  @Test
  void aForeignFileIsLeftAloneAndDoesNotKeepTheNodeFromBeingReady() throws IOException {
    Files.createDirectories(root.resolve("data/loras"));
    Files.write(file("loras/a.safetensors"), TWO);
    bucket.put("loras/a.safetensors", ONE);
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
    assertThat(node.events(SyncEvent.Hydrated.class)).hasSize(1);
  }

  @Test
  void aFolderIsTouchedOnceMoreAfterTheLastChangeOfItsNames() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    FileTime atTheChange = FileTime.from(time.instant().minusSeconds(1));
    Files.setLastModifiedTime(file("loras"), atTheChange);
    goOn();
    assertThat(Files.getLastModifiedTime(file("loras"))).isEqualTo(atTheChange);

    assertThat(node.untilDue()).isLessThan(Duration.ofSeconds(1));
    time.pass(node.untilDue());
    goOn();
    assertThat(Files.getLastModifiedTime(file("loras"))).isEqualTo(FileTime.from(time.instant()));
    assertThat(node.untilDue()).isGreaterThan(Duration.ofSeconds(1));
  }
}

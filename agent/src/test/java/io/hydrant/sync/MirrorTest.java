package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.Checksums;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  private static final Duration RESYNC = Duration.ofMinutes(10);
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  @TempDir private Path root;
  private final VirtualTime time = new VirtualTime();
  private final InMemoryModelSource bucket = new InMemoryModelSource(true, time);
  private final Random random = new Random(1);
  private final List<Delivery> settled = new ArrayList<>();
  private SimulatedNode node;

  @BeforeEach
  void open() throws IOException {
    open(Duration.ZERO);
  }

  private void open(Duration deleteGrace) throws IOException {
    node =
        new SimulatedNode(
            root, bucket, new DeleteGuard(0.5, 1), RESYNC, deleteGrace, time, random, _ -> {});
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

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
  void anEventBringsItsObject() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", ONE);
    Delivery event = created("loras/a.safetensors");
    node.deliver(event);
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(settled).containsExactly(event);
    assertThat(node.events(SyncEvent.Published.class).getFirst().changedAt())
        .isEqualTo(event.events().getFirst().time());
  }

  @Test
  void anEventRemovesItsObject() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    bucket.delete("loras/a.safetensors");
    node.deliver(removed("loras/a.safetensors"));
    goOn();

    assertThat(file("loras/a.safetensors")).doesNotExist();
    assertThat(file("loras")).isDirectory();
  }

  @Test
  void anEventThatLiesDoesNoHarm() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    node.deliver(removed("loras/a.safetensors"));
    node.deliver(created("loras/not-there.safetensors"));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(file("loras/not-there.safetensors")).doesNotExist();
    assertThat(settled).hasSize(2);
  }

  @Test
  void manyEventsOfOneKeyCostOneLook() throws IOException {
    goOn();
    AtomicInteger heads = new AtomicInteger();
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            heads.incrementAndGet();
          }
        });
    bucket.put("loras/a.safetensors", ONE);
    for (int i = 0; i < 1_000; i++) {
      node.deliver(created("loras/a.safetensors"));
    }
    goOn();

    assertThat(heads).hasValue(1);
    assertThat(settled).hasSize(1_000);
  }

  @Test
  void anEventDuringALookCausesAnother() throws IOException {
    goOn();
    AtomicInteger heads = new AtomicInteger();
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            if (heads.incrementAndGet() == 1) {
              node.deliver(created(key.value()));
              node.turn(settled::addAll);
            }
          }
        });
    bucket.put("loras/a.safetensors", ONE);
    node.deliver(created("loras/a.safetensors"));
    goOn();

    assertThat(heads).hasValue(2);
    assertThat(settled).hasSize(2);
  }

  @Test
  void eventsOfOtherBucketsAreSettledUnread() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", ONE);
    node.deliver(
        new Delivery(
            "1",
            List.of(
                new BucketEvent(
                    "another",
                    new ObjectKey("loras/a.safetensors"),
                    BucketEvent.Kind.CREATED,
                    time.instant()))));
    goOn();

    assertThat(file("loras/a.safetensors")).doesNotExist();
    assertThat(settled).hasSize(1);
  }

  @Test
  void eventsOfFolderMarkersAreSettledUnread() throws IOException {
    goOn();
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            throw new AssertionError("'" + key + "' was looked at");
          }
        });
    bucket.put("loras/", ONE);
    node.deliver(created("loras/"));
    goOn();

    assertThat(settled).hasSize(1);
  }

  @Test
  void aLostEventIsMadeUpForByTheNextListing() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    bucket.put("loras/b.safetensors", TWO);
    bucket.delete("loras/a.safetensors");
    goOn();
    assertThat(file("loras/b.safetensors")).doesNotExist();

    time.pass(RESYNC.multipliedBy(2));
    goOn();
    assertThat(file("loras/b.safetensors")).hasBinaryContent(TWO);
    assertThat(file("loras/a.safetensors")).doesNotExist();
  }

  @Test
  void anObjectThatAppearsBehindTheListingIsNotRemoved() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    bucket.delete("loras/a.safetensors");
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            // The listing has missed it, the look does not.
            bucket.undelete("loras/a.safetensors");
          }
        });
    time.pass(RESYNC.multipliedBy(2));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(node.events(SyncEvent.Removed.class)).isEmpty();
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
  void anEmptiedBucketDoesNotEmptyTheDisk() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    bucket.put("loras/b.safetensors", TWO);
    goOn();
    bucket.delete("loras/a.safetensors");
    bucket.delete("loras/b.safetensors");
    node.requestResync();
    goOn();

    assertThat(file("loras/a.safetensors")).exists();
    assertThat(file("loras/b.safetensors")).exists();
    SyncEvent.Planned last = node.events(SyncEvent.Planned.class).getLast();
    assertThat(last.plan().held()).isNotNull();
    assertThat(node.events(SyncEvent.InSync.class)).hasSize(1);
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
  void aCreateEventThatTellsItsObjectIsFetchedWithoutALook() throws IOException {
    goOn();
    forbidLooks();
    bucket.put("loras/a.safetensors", ONE);
    node.deliver(told("loras/a.safetensors", ONE, "0A"));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(settled).hasSize(1);
  }

  @Test
  void anEventThatTellsAnOlderObjectEndsInALookAndTheNewerObject() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", TWO);
    node.deliver(told("loras/a.safetensors", ONE, null));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
  }

  @Test
  void anEventThatIsOlderThanWhatIsAppliedCostsNothing() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", TWO);
    node.deliver(told("loras/a.safetensors", TWO, "0B"));
    goOn();
    forbidLooks();
    node.deliver(told("loras/a.safetensors", ONE, "0A"));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
    assertThat(settled).hasSize(2);
  }

  @Test
  void anEventWithTheSequencerThatIsAppliedIsNeverSkipped() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", ONE);
    node.deliver(told("loras/a.safetensors", ONE, "0A"));
    goOn();
    bucket.put("loras/a.safetensors", TWO);
    node.deliver(told("loras/a.safetensors", TWO, "0A"));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
  }

  @Test
  void aModelWhoseObjectIsGoneStaysForTheGracePeriod() throws IOException {
    node.close();
    open(Duration.ofMinutes(5));
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    bucket.delete("loras/a.safetensors");
    node.deliver(removed("loras/a.safetensors"));
    goOn();
    time.pass(Duration.ofMinutes(4));
    goOn();
    assertThat(file("loras/a.safetensors")).exists();
    assertThat(settled).hasSize(1);

    time.pass(Duration.ofMinutes(1));
    goOn();
    assertThat(file("loras/a.safetensors")).doesNotExist();
  }

  @Test
  void anObjectThatComesBackWithinTheGracePeriodIsNotFetchedAgain() throws IOException {
    node.close();
    open(Duration.ofMinutes(5));
    bucket.put("loras/a.safetensors", ONE);
    goOn();
    long fetched = bucket.fetchedBytes();
    bucket.delete("loras/a.safetensors");
    node.deliver(removed("loras/a.safetensors"));
    goOn();
    bucket.undelete("loras/a.safetensors");
    time.pass(Duration.ofMinutes(6));
    goOn();

    assertThat(file("loras/a.safetensors")).hasBinaryContent(ONE);
    assertThat(bucket.fetchedBytes()).isEqualTo(fetched);
  }

  @Test
  void heldRemovalsHappenOnceTheyAreReleased() throws IOException {
    for (String name : List.of("a", "b", "c", "stays")) {
      bucket.put("loras/" + name + ".safetensors", ONE);
    }
    goOn();
    for (String name : List.of("a", "b", "c")) {
      bucket.delete("loras/" + name + ".safetensors");
    }
    node.requestResync();
    goOn();
    assertThat(file("loras/a.safetensors")).exists();

    node.releaseRemovals();
    goOn();
    assertThat(file("loras")).isDirectoryNotContaining("glob:**{a,b,c}.safetensors");
    assertThat(file("loras/stays.safetensors")).exists();
  }

  @Test
  void anEmptyListingRemovesNothingEvenWhenRemovalsAreReleased() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    bucket.put("loras/b.safetensors", TWO);
    goOn();
    bucket.delete("loras/a.safetensors");
    bucket.delete("loras/b.safetensors");
    node.requestResync();
    goOn();
    node.releaseRemovals();
    goOn();

    assertThat(file("loras/a.safetensors")).exists();
    assertThat(file("loras/b.safetensors")).exists();
  }

  @Test
  void aListingAloneRemovesNothingAlsoWhenItEndsAFetch() throws IOException {
    bucket.put("loras/a.safetensors", ONE);
    bucket.put("loras/stays.safetensors", ONE);
    goOn();
    bucket.put("loras/a.safetensors", TWO);
    node.requestResync();
    node.turn(settled::addAll);
    assertThat(node.runTask(random)).isTrue();
    // Now its fetch waits for its turn, and the next listing misses it.
    node.turn(settled::addAll);
    List<RemoteObject> incomplete = new ArrayList<>();
    bucket.list(object -> {
      if (object.key().value().contains("stays")) {
        incomplete.add(object);
      }
    });
    node.requestResync();
    node.turn(settled::addAll);
    node.answerListing(incomplete);
    node.turn(settled::addAll);
    node.turn(settled::addAll);
    assertThat(node.events(SyncEvent.FetchAbandoned.class)).hasSize(1);
    goOn();

    assertThat(node.events(SyncEvent.Removed.class)).isEmpty();
    assertThat(file("loras/a.safetensors")).hasBinaryContent(TWO);
  }

  @Test
  void heldRemovalsStayHeldHoweverManyModelsComeAfterwards() throws IOException {
    putThreeAndDeleteTwo();
    goOn();
    for (int i = 0; i < 20; i++) {
      bucket.put("vae/" + i + ".safetensors", ONE);
    }
    node.requestResync();
    goOn();
    node.requestResync();
    goOn();

    assertThat(file("loras/a.safetensors")).exists();
    assertThat(file("loras/b.safetensors")).exists();
    assertThat(node.events(SyncEvent.RemovalsHeld.class))
        .extracting(SyncEvent.RemovalsHeld::count)
        .containsExactly(2);
  }

  @Test
  void aHeldRemovalIsForgottenWhenItsObjectIsBack() throws IOException {
    putThreeAndDeleteTwo();
    goOn();
    bucket.undelete("loras/a.safetensors");
    bucket.undelete("loras/b.safetensors");
    node.deliver(created("loras/a.safetensors"));
    node.deliver(created("loras/b.safetensors"));
    goOn();

    assertThat(node.events(SyncEvent.RemovalsHeld.class))
        .extracting(SyncEvent.RemovalsHeld::count)
        .containsExactly(2, 1, 0);
    node.requestResync();
    goOn();
    assertThat(node.events(SyncEvent.Removed.class)).isEmpty();
  }

  @Test
  void aReleaseIsOfWhatIsHeldAndOfNothingThatComesLater() throws IOException {
    putThreeAndDeleteTwo();
    bucket.put("loras/c.safetensors", ONE);
    goOn();
    bucket.put("loras/d.safetensors", ONE);
    bucket.put("loras/e.safetensors", ONE);
    node.requestResync();
    goOn();
    node.releaseRemovals();
    goOn();
    assertThat(file("loras/a.safetensors")).doesNotExist();

    for (String name : List.of("c", "d", "e")) {
      bucket.delete("loras/" + name + ".safetensors");
    }
    node.requestResync();
    goOn();
    assertThat(file("loras/c.safetensors")).exists();
    assertThat(file("loras/e.safetensors")).exists();
  }

  private void putThreeAndDeleteTwo() {
    for (String name : List.of("a", "b", "stays")) {
      bucket.put("loras/" + name + ".safetensors", ONE);
    }
    goOn();
    bucket.delete("loras/a.safetensors");
    bucket.delete("loras/b.safetensors");
    node.requestResync();
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

  @Test
  void theOldestChangeThatIsNotOnTheDiskIsTold() throws IOException {
    goOn();
    bucket.put("loras/a.safetensors", ONE);
    Delivery event = created("loras/a.safetensors");
    node.deliver(event);
    goOn();

    assertThat(node.events(SyncEvent.Behind.class))
        .extracting(SyncEvent.Behind::oldest)
        .containsExactly(event.events().getFirst().time(), null);
  }

  private void forbidLooks() {
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            throw new AssertionError("'" + key + "' was looked at");
          }
        });
  }

  private Delivery told(String key, byte[] content, @Nullable String sequencer) {
    ObjectKey objectKey = new ObjectKey(key);
    RemoteObject object =
        RemoteObject.of(
            objectKey,
            new ByteSize(content.length),
            new ETag(Checksums.md5Hex(content)),
            time.instant());
    return new Delivery(
        "handle-" + random.nextLong(),
        List.of(
            new BucketEvent(
                SimulatedNode.BUCKET,
                objectKey,
                BucketEvent.Kind.CREATED,
                time.instant(),
                sequencer,
                object)));
  }

  private void goOn() {
    node.settle(random, settled::addAll);
  }

  private Path file(String path) {
    return root.resolve("data").resolve(new ModelPath(path).value());
  }

  private Delivery created(String key) {
    return delivery(key, BucketEvent.Kind.CREATED);
  }

  private Delivery removed(String key) {
    return delivery(key, BucketEvent.Kind.REMOVED);
  }

  private Delivery delivery(String key, BucketEvent.Kind kind) {
    return new Delivery(
        "handle-" + random.nextLong(),
        List.of(new BucketEvent(SimulatedNode.BUCKET, new ObjectKey(key), kind, time.instant())));
  }
}

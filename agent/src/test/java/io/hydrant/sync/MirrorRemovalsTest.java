package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.InMemoryModelSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a model is removed, and when it is held.
class MirrorRemovalsTest extends MirrorFixture {
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
}

package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.InMemoryModelSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the loop makes of events.
class MirrorEventsTest extends MirrorFixture {
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
}

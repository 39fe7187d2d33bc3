package io.hydrant.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnreliableDeliveryTest {
  private static final List<String> MESSAGES =
      IntStream.range(0, 1000).mapToObj(Integer::toString).toList();

  private final List<String> arrived = new ArrayList<>();

  @Test
  void dropsTheShareThatItIsTold() {
    UnreliableDelivery delivery = deliverAll(new UnreliableDelivery(7, 0.3, 0, 0));

    assertThat(delivery.dropped()).isBetween(200, 400);
    assertThat(arrived).hasSize(1000 - delivery.dropped()).isSubsetOf(MESSAGES);
  }

  @Test
  void duplicatesTheShareThatItIsTold() {
    deliverAll(new UnreliableDelivery(7, 0, 0.3, 0));

    assertThat(arrived).hasSizeBetween(1200, 1400);
    assertThat(Set.copyOf(arrived)).containsExactlyInAnyOrderElementsOf(MESSAGES);
  }

  @Test
  void reordersAndLosesNothing() {
    UnreliableDelivery delivery = deliverAll(new UnreliableDelivery(7, 0, 0, 0.3));
    delivery.release();

    assertThat(arrived).isNotEqualTo(MESSAGES).containsExactlyInAnyOrderElementsOf(MESSAGES);
  }

  @Test
  void withoutFaultsEverythingArrivesInOrder() {
    deliverAll(new UnreliableDelivery(7, 0, 0, 0));

    assertThat(arrived).isEqualTo(MESSAGES);
  }

  @Test
  void theSameSeedMakesTheSameFaults() {
    deliverAll(new UnreliableDelivery(42, 0.2, 0.2, 0.2)).release();
    List<String> first = List.copyOf(arrived);
    arrived.clear();
    deliverAll(new UnreliableDelivery(42, 0.2, 0.2, 0.2)).release();

    assertThat(arrived).isEqualTo(first);
  }

  @Test
  void aShareAboveOneIsRefused() {
    assertThatThrownBy(() -> new UnreliableDelivery(1, 0, 1.5, 0))
        .hasMessageContaining("duplicate");
  }

  private UnreliableDelivery deliverAll(UnreliableDelivery delivery) {
    MESSAGES.forEach(message -> delivery.deliver(message, arrived::add));
    return delivery;
  }
}

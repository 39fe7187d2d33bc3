package io.hydrant.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [EventQueue] promises, whatever carries the messages.
@Timeout(120)
public abstract class EventQueueContract {
  private static final Duration NOT_LONG = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /// Opens the one queue of this test, as a process does at its start. May be called again after
  /// the queue before was closed.
  protected abstract EventQueue open();

  /// Sends a message with an event to the queue.
  protected abstract void send(BucketEvent event);

  @Test
  void anEmptyQueueAnswersEmptyAfterTheWait() throws Exception {
    try (EventQueue queue = open()) {
      long start = System.nanoTime();
      assertThat(queue.receive(NOT_LONG)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }
  }

  @Test
  void anEventArrivesAsItWasSent() throws Exception {
    BucketEvent created = event("models", "loras/détail +1.safetensors", Kind.CREATED);
    BucketEvent removed = event("other", "vae/a b%20c.safetensors", Kind.REMOVED);
    try (EventQueue queue = open()) {
      send(created);
      assertThat(eventsOf(received(queue, 1))).containsExactly(created);
      send(removed);
      assertThat(eventsOf(received(queue, 1))).containsExactly(removed);
    }
  }

  @Test
  void anEventThatComesDuringTheWaitEndsIt() throws Exception {
    BucketEvent event = event("models", "loras/late", Kind.CREATED);
    try (EventQueue queue = open()) {
      FutureTask<List<Delivery>> receive = new FutureTask<>(() -> queue.receive(LONG));
      Thread.ofPlatform().start(receive);
      long start = System.nanoTime();
      send(event);

      assertThat(eventsOf(receive.get())).containsExactly(event);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }
  }

  @Test
  void moreThanOneBatchArrivesWhole() throws Exception {
    List<BucketEvent> events =
        IntStream.range(0, 25).mapToObj(i -> event("models", "loras/" + i, Kind.CREATED)).toList();
    events.forEach(this::send);
    try (EventQueue queue = open()) {
      List<Delivery> deliveries = received(queue, events.size());
      assertThat(eventsOf(deliveries)).containsExactlyInAnyOrderElementsOf(events);
      queue.settle(deliveries);
      assertThat(queue.receive(NOT_LONG)).isEmpty();
    }
  }

  @Test
  void whatIsNotSettledStaysInvisibleWhileTheQueueIsOpen() throws Exception {
    send(event("models", "loras/a", Kind.CREATED));
    try (EventQueue queue = open()) {
      assertThat(received(queue, 1)).hasSize(1);
      assertThat(queue.receive(NOT_LONG)).isEmpty();
    }
  }

  @Test
  void whatIsNotSettledIsDeliveredToTheNextProcess() throws Exception {
    BucketEvent settled = event("models", "loras/settled", Kind.CREATED);
    BucketEvent open = event("models", "loras/open", Kind.CREATED);
    send(settled);
    send(open);
    try (EventQueue first = open()) {
      for (Delivery delivery : received(first, 2)) {
        if (delivery.events().contains(settled)) {
          first.settle(List.of(delivery));
        }
      }
    }

    try (EventQueue second = open()) {
      assertThat(eventsOf(received(second, 1))).containsExactly(open);
      assertThat(second.receive(NOT_LONG)).isEmpty();
    }
  }

  @Test
  void settlingNothingOrSomethingTwiceIsHarmless() throws Exception {
    send(event("models", "loras/a", Kind.CREATED));
    try (EventQueue queue = open()) {
      List<Delivery> deliveries = received(queue, 1);
      queue.settle(List.of());
      queue.settle(deliveries);
      queue.settle(deliveries);
      assertThat(queue.receive(NOT_LONG)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheWaitEmptyAndIsKept(boolean virtual) throws Exception {
    try (EventQueue queue = open()) {
      FutureTask<Boolean> receive =
          new FutureTask<>(
              () -> queue.receive(LONG).isEmpty() && Thread.currentThread().isInterrupted());
      Thread receiver = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(receive);
      long start = System.nanoTime();
      receiver.interrupt();

      assertThat(receive.get()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    }
  }

  private static BucketEvent event(String bucket, String key, Kind kind) {
    return new BucketEvent(bucket, new ObjectKey(key), kind, TIME);
  }

  private static List<BucketEvent> eventsOf(List<Delivery> deliveries) {
    return deliveries.stream().flatMap(delivery -> delivery.events().stream()).toList();
  }

  /// Receives until so many messages have come, or none comes any more.
  private static List<Delivery> received(EventQueue queue, int count) throws IOException {
    List<Delivery> received = new ArrayList<>();
    while (received.size() < count) {
      List<Delivery> next = queue.receive(LONG);
      if (next.isEmpty()) {
        break;
      }
      received.addAll(next);
    }
    return received;
  }
}

package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.InMemoryEventQueue;
import io.hydrant.progress.SyncEvent;
import io.hydrant.transfer.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventPumpTest {
  private final VirtualTime time = new VirtualTime();
  private final InMemoryEventQueue queue = new InMemoryEventQueue();
  private final List<Message> inbox = new ArrayList<>();
  private final List<SyncEvent> events = new ArrayList<>();
  private final EventPump pump =
      new EventPump(
          new Unwaiting(queue, queue::close),
          inbox::add,
          events::add,
          RetryPolicy.ofAttempts(3),
          time,
          time,
          new Random(1));

  @Test
  void whatIsReceivedIsHandedOn() throws Exception {
    send();
    pump.receive();

    assertThat(inbox).singleElement().isInstanceOf(Message.Arrived.class);
  }

  @Test
  void afterAFailureEventsAreInDoubt() throws Exception {
    queue.failWith(new IOException("no way to the queue"));
    pump.receive();
    queue.failWith(null);
    pump.receive();

    assertThat(inbox).containsExactly(new Message.EventsInDoubt());
    assertThat(events).last().isEqualTo(new SyncEvent.QueueRecovered());
  }

  @Test
  void afterALongGapBetweenTwoPollsEventsAreInDoubt() throws Exception {
    pump.receive();
    time.pass(Duration.ofMinutes(4));
    pump.receive();
    assertThat(inbox).isEmpty();

    time.pass(Duration.ofMinutes(6));
    pump.receive();
    assertThat(inbox).containsExactly(new Message.EventsInDoubt());
  }

  @Test
  void whatTheQueueCouldNotBeToldIsToldWithTheNextPoll() throws Exception {
    send();
    pump.receive();
    queue.failWith(new IOException("no way to the queue"));
    pump.settle(((Message.Arrived) inbox.getFirst()).deliveries());
    assertThat(queue.unsettled()).isEqualTo(1);

    queue.failWith(null);
    pump.receive();
    assertThat(queue.unsettled()).isZero();
  }

  private void send() {
    queue.send(
        new BucketEvent(
            "models", new ObjectKey("loras/a"), BucketEvent.Kind.CREATED, Instant.EPOCH));
  }
}

package io.hydrant.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract of the real thing, and fails when a test asks for it.
class InMemoryEventQueueTest extends EventQueueContract {
  private static final BucketEvent EVENT =
      new BucketEvent("models", new ObjectKey("loras/a"), Kind.CREATED, Instant.EPOCH);

  private final InMemoryEventQueue queue = new InMemoryEventQueue();

  @Override
  protected EventQueue open() {
    return queue;
  }

  @Override
  protected void send(BucketEvent event) {
    queue.send(event);
  }

  @Test
  void aMessageWhoseVisibilityRunsOutIsDeliveredAgain() throws Exception {
    queue.send(EVENT);
    List<Delivery> first = queue.receive(Duration.ZERO);
    assertThat(queue.unsettled()).isEqualTo(1);

    queue.redeliver();

    assertThat(queue.waiting()).isEqualTo(1);
    assertThat(queue.receive(Duration.ZERO)).isEqualTo(first);
  }

  @Test
  void callsFailWhileTheTestAsksForIt() throws Exception {
    queue.send(EVENT);
    queue.failWith(new IOException("no way to the queue"));
    assertThatThrownBy(() -> queue.receive(Duration.ZERO)).hasMessage("no way to the queue");

    queue.failWith(null);
    assertThat(queue.receive(Duration.ZERO)).hasSize(1);
  }
}

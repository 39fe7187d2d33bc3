package io.hydrant.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.BucketEvent.Kind;
import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.event.EventQueueContract;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// [SqsEventQueue] keeps the contract of its port on a cloud, and deals with what is no event.
abstract class SqsEventQueueContract extends EventQueueContract {
  private static final Duration NOT_LONG = Duration.ofSeconds(1);
  private static final BucketEvent EVENT =
      new BucketEvent(
          "models",
          new ObjectKey("loras/a.safetensors"),
          Kind.CREATED,
          Instant.parse("2026-01-02T03:04:05.678Z"));

  private SqsFixture sqs;

  abstract Cloud cloud();

  @BeforeEach
  void createQueue() {
    sqs = new SqsFixture(cloud());
  }

  @AfterEach
  void deleteQueue() {
    sqs.close();
  }

  @Override
  protected EventQueue open() {
    return sqs.open();
  }

  @Override
  protected void send(BucketEvent event) {
    sqs.send(S3Messages.of(event));
  }

  @Test
  void anEventInAnSnsEnvelopeArrives() throws Exception {
    sqs.send(S3Messages.inSnsEnvelope(S3Messages.of(EVENT)));
    try (EventQueue queue = open()) {
      assertThat(queue.receive(NOT_LONG))
          .singleElement()
          .extracting(Delivery::events)
          .isEqualTo(List.of(EVENT));
    }
  }

  @Test
  void aTestEventIsDeletedUnseen() throws Exception {
    sqs.send("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"models\"}");
    try (EventQueue queue = open()) {
      assertThat(queue.receive(NOT_LONG)).isEmpty();
    }
    assertThat(sqs.messages()).isZero();
    assertThat(sqs.malformed()).isEmpty();
  }

  @Test
  void aMalformedMessageIsCountedAndDeletedWhereNoDeadLetterQueueTakesIt() throws Exception {
    sqs.send("what is this");
    try (EventQueue queue = open()) {
      assertThat(queue.receive(NOT_LONG)).isEmpty();
    }
    assertThat(sqs.malformed()).containsExactly("the body is not a JSON object");
    assertThat(sqs.messages()).isZero();
  }

  @Test
  void aMalformedMessageIsCountedOnceAndEndsInTheDeadLetterQueue() throws Exception {
    sqs.useDeadLetterQueue();
    sqs.send("what is this");
    try (EventQueue queue = sqs.open(Duration.ofSeconds(1))) {
      assertThat(queue.receive(NOT_LONG)).isEmpty();
      // Its visibility runs out during this wait, and it is found to have been received before.
      assertThat(queue.receive(Duration.ofSeconds(3))).isEmpty();
    }
    assertThat(sqs.receiveDeadLetters(Duration.ofSeconds(10))).containsExactly("what is this");
    assertThat(sqs.malformed()).hasSize(1);
  }

  @Test
  void aMalformedMessageDoesNotHoldUpTheOthers() throws Exception {
    sqs.send("what is this");
    send(EVENT);
    try (EventQueue queue = open()) {
      List<Delivery> deliveries = queue.receive(NOT_LONG);
      if (deliveries.isEmpty()) {
        deliveries = queue.receive(NOT_LONG);
      }
      assertThat(deliveries).singleElement().extracting(Delivery::events).isEqualTo(List.of(EVENT));
    }
  }

  @Test
  void theHeartbeatKeepsAMessageInvisibleBeyondItsTimeout() throws Exception {
    send(EVENT);
    try (EventQueue holder = sqs.open(Duration.ofSeconds(2));
        EventQueue other = open()) {
      assertThat(holder.receive(NOT_LONG)).hasSize(1);
      assertThat(other.receive(Duration.ofSeconds(5))).isEmpty();
    }
  }

  @Test
  void aQueueThatIsNotThereIsNamedWithTheNextStep() throws Exception {
    try (EventQueue missing =
        SqsEventQueue.open(
            cloud().sqsSettings(sqs.url() + "-not"), cloud().credentials(), _ -> {})) {
      assertThatThrownBy(() -> missing.receive(NOT_LONG))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("sqs:ReceiveMessage on " + sqs.url() + "-not: ")
          .hasMessageEndingWith("create the queue, or correct 'queue-url' and 'region'");
    }
  }

  @Test
  void anSqsThatDoesNotAnswerIsNamedWithTheNextStep() throws Exception {
    SqsSettings nowhere =
        new SqsSettings(sqs.url(), cloud().region(), URI.create("http://127.0.0.1:1"), null);
    try (EventQueue queue = SqsEventQueue.open(nowhere, cloud().credentials(), _ -> {})) {
      assertThatThrownBy(() -> queue.receive(NOT_LONG))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("sqs:ReceiveMessage on " + sqs.url() + ": ")
          .hasMessageContaining("check 'sqs-endpoint-url'");
    }
  }
}

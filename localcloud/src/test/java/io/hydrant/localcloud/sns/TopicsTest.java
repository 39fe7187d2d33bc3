package io.hydrant.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TopicsTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:node";
  private static final String BROKEN = "arn:aws:sqs:us-east-1:000000000000:broken";

  private record Sent(String queueArn, String body) {}

  private final List<Sent> sent = new ArrayList<>();
  private final Topics topics =
      new Topics(
          "us-east-1",
          "000000000000",
          InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")),
          this::send);
  private final String topic = topics.create("models");

  @Test
  void aTopicIsMadeOnce() {
    assertThat(topics.create("models"))
        .isEqualTo(topic)
        .isEqualTo("arn:aws:sns:us-east-1:000000000000:models");
    assertThat(topics.topicArns()).containsExactly(topic);
  }

  @Test
  void aRawSubscriberGetsTheBareMessage() {
    topics.subscribe(topic, QUEUE, true);
    topics.publish(topic, "subject", "message");

    assertThat(sent).containsExactly(new Sent(QUEUE, "message"));
  }

  @Test
  void anEnvelopeNamesTopicSubjectAndTime() {
    topics.subscribe(topic, QUEUE, false);
    String id = topics.publish(topic, "a subject", "a \"message\"");

    JsonNode envelope = new JsonMapper().readTree(sent.getFirst().body());
    assertThat(envelope.get("Type").asString()).isEqualTo("Notification");
    assertThat(envelope.get("MessageId").asString()).isEqualTo(id);
    assertThat(envelope.get("TopicArn").asString()).isEqualTo(topic);
    assertThat(envelope.get("Subject").asString()).isEqualTo("a subject");
    assertThat(envelope.get("Message").asString()).isEqualTo("a \"message\"");
    assertThat(envelope.get("Timestamp").asString()).isEqualTo("2026-03-01T12:00:00Z");
  }

  @Test
  void anEnvelopeWithoutSubjectHasNone() {
    topics.subscribe(topic, QUEUE, false);
    topics.publish(topic, "", "message");

    assertThat(new JsonMapper().readTree(sent.getFirst().body()).has("Subject")).isFalse();
  }

  @Test
  void aQueueThatTakesNothingDoesNotKeepTheOthersFromIt() {
    topics.subscribe(topic, BROKEN, true);
    topics.subscribe(topic, QUEUE, true);
    topics.publish(topic, "", "message");

    assertThat(sent).containsExactly(new Sent(QUEUE, "message"));
  }

  @Test
  void theSameSubscriptionAgainIsTheSame() {
    Subscription first = topics.subscribe(topic, QUEUE, true);

    assertThat(topics.subscribe(topic, QUEUE, true)).isEqualTo(first);
    assertThat(topics.subscriptionsOf(topic)).containsExactly(first);
  }

  @Test
  void theSameSubscriptionWithOtherAttributesIsRefused() {
    topics.subscribe(topic, QUEUE, true);

    assertThatThrownBy(() -> topics.subscribe(topic, QUEUE, false))
        .isInstanceOfSatisfying(
            SnsException.class,
            e -> assertThat(e.code()).isEqualTo(SnsException.Code.INVALID_PARAMETER));
  }

  @Test
  void afterItsEndASubscriptionGetsNothing() {
    Subscription subscription = topics.subscribe(topic, QUEUE, true);
    topics.unsubscribe(subscription.arn());
    topics.publish(topic, "", "message");

    assertThat(sent).isEmpty();
    assertThat(topics.subscriptions()).isEmpty();
  }

  @Test
  void aTopicTakesItsSubscriptionsAlong() {
    String other = topics.create("other");
    topics.subscribe(topic, QUEUE, true);
    Subscription kept = topics.subscribe(other, QUEUE, true);
    topics.delete(topic);

    assertThat(topics.subscriptions()).containsExactly(kept);
    assertThatThrownBy(() -> topics.publish(topic, "", "message"))
        .isInstanceOfSatisfying(
            SnsException.class, e -> assertThat(e.code()).isEqualTo(SnsException.Code.NOT_FOUND));
  }

  private void send(String queueArn, String body) {
    if (queueArn.equals(BROKEN)) {
      throw new IllegalStateException("this queue is broken");
    }
    sent.add(new Sent(queueArn, body));
  }
}

package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.localcloud.s3.UnreliableDelivery;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BucketEventsTest {
  private static final String ODD_KEY = "loras/a b+c(ü).safetensors";

  private LocalCloud cloud;
  private S3Client s3;
  private LocalCloud.Bucket models;
  private Inbox inbox;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    cloud = LocalCloud.start(directory);
    s3 = cloud.newS3Client();
    models = cloud.bucket("models");
    inbox = Inbox.subscribedTo(cloud, models.topicArn(), "node", true);
  }

  @AfterEach
  void stop() {
    inbox.close();
    s3.close();
    cloud.close();
  }

  @Test
  void aPutTellsSizeAndETag() {
    put("loras/x.safetensors", "hello");

    JsonNode event = inbox.takeRecord();
    assertThat(event.get("eventSource").asString()).isEqualTo("aws:s3");
    assertThat(event.get("eventName").asString()).isEqualTo("ObjectCreated:Put");
    assertThat(event.at("/s3/bucket/name").asString()).isEqualTo("models");
    assertThat(event.at("/s3/bucket/arn").asString()).isEqualTo("arn:aws:s3:::models");
    assertThat(event.at("/s3/object/key").asString()).isEqualTo("loras/x.safetensors");
    assertThat(event.at("/s3/object/size").asLong()).isEqualTo(5);
    assertThat(event.at("/s3/object/eTag").asString())
        .isEqualTo("5d41402abc4b2a76b9719d911017c592");
  }

  @Test
  void aKeyIsEncodedLikeAForm() {
    put(ODD_KEY, "x");

    String key = inbox.takeRecord().at("/s3/object/key").asString();
    assertThat(key).isEqualTo("loras/a+b%2Bc%28%C3%BC%29.safetensors");
    assertThat(URLDecoder.decode(key, StandardCharsets.UTF_8)).isEqualTo(ODD_KEY);
  }

  @Test
  void aMultipartUploadTellsOfItsCompletionOnly() {
    String id = s3.createMultipartUpload(request -> request.bucket("models").key("big")).uploadId();
    byte[] half = new byte[5 << 20];
    List<CompletedPart> parts = List.of(uploadPart(id, 1, half), uploadPart(id, 2, half));
    s3.completeMultipartUpload(request ->
        request
            .bucket("models")
            .key("big")
            .uploadId(id)
            .multipartUpload(upload -> upload.parts(parts)));

    JsonNode event = inbox.takeRecord();
    assertThat(event.get("eventName").asString())
        .isEqualTo("ObjectCreated:CompleteMultipartUpload");
    assertThat(event.at("/s3/object/key").asString()).isEqualTo("big");
    assertThat(event.at("/s3/object/size").asLong()).isEqualTo(10 << 20);
    assertThat(event.at("/s3/object/eTag").asString()).endsWith("-2");
    assertNothingElseCame();
  }

  @Test
  void anAbortedMultipartUploadTellsNothing() {
    String id = s3.createMultipartUpload(request -> request.bucket("models").key("big")).uploadId();
    var _ = uploadPart(id, 1, new byte[5 << 20]);
    s3.abortMultipartUpload(request -> request.bucket("models").key("big").uploadId(id));

    assertNothingElseCame();
  }

  @Test
  void aCopyTellsOfItsDestination() {
    put("old", "hello");
    var _ = inbox.take();
    s3.copyObject(request ->
        request
            .sourceBucket("models")
            .sourceKey("old")
            .destinationBucket("models")
            .destinationKey("new name"));

    JsonNode event = inbox.takeRecord();
    assertThat(event.get("eventName").asString()).isEqualTo("ObjectCreated:Copy");
    assertThat(event.at("/s3/object/key").asString()).isEqualTo("new+name");
    assertThat(event.at("/s3/object/size").asLong()).isEqualTo(5);
  }

  @Test
  void aDeletionTellsNeitherSizeNorETag() {
    put("gone", "hello");
    var _ = inbox.take();
    s3.deleteObject(request -> request.bucket("models").key("gone"));

    JsonNode event = inbox.takeRecord();
    assertThat(event.get("eventName").asString()).isEqualTo("ObjectRemoved:Delete");
    assertThat(event.at("/s3/object/key").asString()).isEqualTo("gone");
    assertThat(event.at("/s3/object").propertyNames()).containsOnly("key", "sequencer");
  }

  @Test
  void eachKeyOfABatchDeletionHasItsEvent() {
    put("a", "1");
    put("b", "2");
    var _ = inbox.take(2);
    s3.deleteObjects(
        request -> request.bucket("models").delete(delete -> delete.objects(id("a"), id("b"))));

    assertThat(inbox.take(2))
        .extracting(message -> message.at("/Records/0/s3/object/key").asString())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void sequencersRiseFromChangeToChange() {
    for (int i = 0; i < 5; i++) {
      put("same", "revision " + i);
    }

    List<String> sequencers =
        inbox.take(5).stream()
            .map(message -> message.at("/Records/0/s3/object/sequencer").asString())
            .toList();
    assertThat(sequencers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aRefusedPutTellsNothing() {
    put("taken", "1");
    var _ = inbox.take();

    assertThatThrownBy(() ->
            s3.putObject(
                request -> request.bucket("models").key("taken").ifNoneMatch("*"),
                RequestBody.fromString("2")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertNothingElseCame();
  }

  @Test
  void aTopicFirstGetsATestEvent() {
    String topic = cloud.createTopic("other");
    try (Inbox other = Inbox.subscribedTo(cloud, topic, "other", true)) {
      cloud.notifyTopic(cloud.createBucket("other-models"), topic);

      JsonNode message = other.take();
      assertThat(message.get("Service").asString()).isEqualTo("Amazon S3");
      assertThat(message.get("Event").asString()).isEqualTo("s3:TestEvent");
      assertThat(message.get("Bucket").asString()).isEqualTo("other-models");
      assertThat(message.has("Records")).isFalse();
    }
  }

  @Test
  void withoutRawDeliveryTheEventComesInAnEnvelope() {
    try (Inbox enveloped = Inbox.subscribedTo(cloud, models.topicArn(), "enveloped", false)) {
      put("x", "hello");

      JsonNode envelope = enveloped.take();
      assertThat(envelope.get("Type").asString()).isEqualTo("Notification");
      assertThat(envelope.get("TopicArn").asString()).isEqualTo(models.topicArn());
      assertThat(envelope.get("Subject").asString()).isEqualTo("Amazon S3 Notification");
      JsonNode message = new JsonMapper().readTree(envelope.get("Message").asString());
      assertThat(message).isEqualTo(inbox.take());
    }
  }

  @Test
  void everySubscribedQueueGetsEveryEvent() {
    try (Inbox second = Inbox.subscribedTo(cloud, models.topicArn(), "second-node", true)) {
      put("a", "1");
      put("b", "2");

      assertThat(second.take(2)).containsExactlyInAnyOrderElementsOf(inbox.take(2));
    }
  }

  @Test
  void aBucketWithoutNotificationTellsNothing() {
    cloud.createBucket("silent");
    s3.putObject(request -> request.bucket("silent").key("x"), RequestBody.fromString("unheard"));

    assertNothingElseCame();
  }

  @Test
  void aFilterDecidesWhatArrives() {
    cloud.onDelivery((message, topic) -> {
      if (!message.contains("dropped")) {
        topic.accept(message);
        topic.accept(message);
      }
    });
    put("dropped", "1");
    put("twice", "2");

    assertThat(inbox.take(2))
        .allSatisfy(message ->
            assertThat(message.at("/Records/0/s3/object/key").asString()).isEqualTo("twice"));
  }

  @Test
  void aFilterLeavesTheEventsOfEarlierChangesAlone() {
    put("early", "1");
    cloud.onDelivery((message, topic) -> {});
    put("late", "2");

    assertThat(inbox.takeRecord().at("/s3/object/key").asString()).isEqualTo("early");
    cloud.awaitDeliveries();
    assertThat(inbox.rest()).isEmpty();
  }

  @Test
  void aFilterThatFailsCostsOnlyItsMessage() {
    cloud.onDelivery((message, topic) -> {
      if (message.contains("poison")) {
        throw new IllegalStateException("expected by the test");
      }
      topic.accept(message);
    });
    put("poison", "1");

    assertNothingElseCame();
  }

  @Test
  void whatIsHeldBackArrivesWhenReleased() {
    UnreliableDelivery late = new UnreliableDelivery(1, 0, 0, 1);
    cloud.onDelivery(late);
    put("a", "1");
    put("b", "2");
    cloud.awaitDeliveries();
    assertThat(inbox.rest()).isEmpty();
    late.release();

    assertThat(inbox.take(2))
        .extracting(message -> message.at("/Records/0/s3/object/key").asString())
        .containsExactlyInAnyOrder("a", "b");
  }

  private void assertNothingElseCame() {
    put("mark", "");
    assertThat(inbox.takeRecord().at("/s3/object/key").asString()).isEqualTo("mark");
    assertThat(inbox.rest()).isEmpty();
  }

  private void put(String key, String content) {
    s3.putObject(request -> request.bucket("models").key(key), RequestBody.fromString(content));
  }

  private CompletedPart uploadPart(String uploadId, int number, byte[] content) {
    String eTag =
        s3.uploadPart(
                request ->
                    request.bucket("models").key("big").uploadId(uploadId).partNumber(number),
                RequestBody.fromBytes(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private static ObjectIdentifier id(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }
}

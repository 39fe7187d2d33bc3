package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;

/// What the real client makes of the answers.
class SnsClientTest {
  private static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:node";

  private LocalCloud cloud;
  private SnsClient sns;
  private String topic;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    cloud = LocalCloud.start(directory);
    sns =
        SnsClient.builder()
            .endpointOverride(cloud.snsEndpoint())
            .region(Region.of(cloud.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(cloud.accessKey(), cloud.secretKey())))
            .build();
    topic = sns.createTopic(request -> request.name("models")).topicArn();
  }

  @AfterEach
  void stop() {
    sns.close();
    cloud.close();
  }

  @Test
  void aTopicOfTheClientIsATopicOfTheCloud() {
    assertThat(topic).isEqualTo(cloud.createTopic("models"));
    assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(topic);
  }

  @Test
  void aSubscriptionIsListedAndDescribed() {
    String arn = subscribe(QUEUE_ARN);

    Subscription listed =
        sns.listSubscriptionsByTopic(request -> request.topicArn(topic)).subscriptions().getFirst();
    assertThat(listed.subscriptionArn()).isEqualTo(arn);
    assertThat(listed.topicArn()).isEqualTo(topic);
    assertThat(listed.endpoint()).isEqualTo(QUEUE_ARN);
    assertThat(listed.protocol()).isEqualTo("sqs");
    assertThat(sns.getSubscriptionAttributes(request -> request.subscriptionArn(arn)).attributes())
        .containsEntry("RawMessageDelivery", "true")
        .containsEntry("Endpoint", QUEUE_ARN)
        .containsEntry("PendingConfirmation", "false");
  }

  @Test
  void aPublishedMessageReachesTheQueue() {
    try (Inbox inbox = Inbox.subscribedTo(cloud, topic, "node", false)) {
      String id =
          sns.publish(
                  request -> request.topicArn(topic).subject("greeting").message("a & <b> ü + c"))
              .messageId();

      var envelope = inbox.take();
      assertThat(envelope.get("MessageId").asString()).isEqualTo(id);
      assertThat(envelope.get("Subject").asString()).isEqualTo("greeting");
      assertThat(envelope.get("Message").asString()).isEqualTo("a & <b> ü + c");
    }
  }

  @Test
  void rawDeliveryCanBeSwitchedOff() {
    String arn = subscribe(QUEUE_ARN);
    sns.setSubscriptionAttributes(request ->
        request.subscriptionArn(arn).attributeName("RawMessageDelivery").attributeValue("false"));

    assertThat(sns.getSubscriptionAttributes(request -> request.subscriptionArn(arn)).attributes())
        .containsEntry("RawMessageDelivery", "false");
  }

  @Test
  void manySubscriptionsComePageByPage() {
    IntStream.range(0, 250).forEach(i -> subscribe(QUEUE_ARN + "-" + i));

    assertThat(sns.listSubscriptions().subscriptions()).hasSize(100);
    assertThat(sns.listSubscriptionsPaginator().subscriptions()).hasSize(250);
    assertThat(
            sns
                .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
                .subscriptions()
                .stream()
                .map(Subscription::endpoint)
                .distinct())
        .hasSize(250);
  }

  @Test
  void unsubscribingTwiceDoesNoHarm() {
    String arn = subscribe(QUEUE_ARN);
    sns.unsubscribe(request -> request.subscriptionArn(arn));
    sns.unsubscribe(request -> request.subscriptionArn(arn));

    assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    assertThatThrownBy(() -> sns.getSubscriptionAttributes(request -> request.subscriptionArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aDeletedTopicIsNotFound() {
    sns.deleteTopic(request -> request.topicArn(topic));

    assertThat(sns.listTopics().topics()).isEmpty();
    assertThatThrownBy(() -> subscribe(QUEUE_ARN)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> sns.publish(request -> request.topicArn(topic).message("unheard")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatIsNotServedIsRefused() {
    assertInvalid(request -> request.protocol("email").endpoint("someone@example.org"));
    assertInvalid(request -> request.protocol("sqs").endpoint("https://sqs/node"));
    assertInvalid(request ->
        request.protocol("sqs").endpoint(QUEUE_ARN).attributes(Map.of("FilterPolicy", "{}")));
    assertInvalid(request ->
        request
            .protocol("sqs")
            .endpoint(QUEUE_ARN)
            .attributes(Map.of("RawMessageDelivery", "perhaps")));
    assertThatThrownBy(() -> sns.listPhoneNumbersOptedOut(request -> {}))
        .isInstanceOfSatisfying(
            SnsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction"));
  }

  private void assertInvalid(Consumer<SubscribeRequest.Builder> request) {
    assertThatThrownBy(() -> sns.subscribe(builder -> request.accept(builder.topicArn(topic))))
        .isInstanceOf(InvalidParameterException.class);
  }

  private String subscribe(String queueArn) {
    return sns.subscribe(request ->
            request
                .topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn)
                .attributes(Map.of("RawMessageDelivery", "true")))
        .subscriptionArn();
  }
}

package io.hydrant.event.sqs;

import io.hydrant.event.EventQueue;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue of one test on a cloud, gone when it is closed.
final class SqsFixture implements AutoCloseable {
  private final Cloud cloud;
  private final SqsClient client;
  private final String name = "hydrant-it-" + UUID.randomUUID();
  private final String url;
  private final List<String> malformed = new ArrayList<>();
  private @Nullable String deadLetterUrl;

  SqsFixture(Cloud cloud) {
    this.cloud = cloud;
    this.client = cloud.newSqsClient();
    this.url = client.createQueue(request -> request.queueName(name)).queueUrl();
  }

  String url() {
    return url;
  }

  /// The reasons that were heard for messages that could not be understood.
  List<String> malformed() {
    return malformed;
  }

  EventQueue open() {
    return open(Duration.ofSeconds(60));
  }

  EventQueue open(Duration visibilityTimeout) {
    try {
      return SqsEventQueue.open(
          cloud.sqsSettings(url), cloud.credentials(), visibilityTimeout, malformed::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(String body) {
    client.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  /// Has messages moved to a dead-letter queue after the first receipt.
  void useDeadLetterQueue() {
    String created = client.createQueue(request -> request.queueName(name + "-dead")).queueUrl();
    deadLetterUrl = created;
    String arn =
        client
            .getQueueAttributes(
                request -> request.queueUrl(created).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    client.setQueueAttributes(request ->
        request
            .queueUrl(url)
            .attributes(
                Map.of(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"1\"}".formatted(arn))));
  }

  List<String> receiveDeadLetters(Duration wait) {
    return client
        .receiveMessage(request ->
            request.queueUrl(deadLetterUrl).waitTimeSeconds(Math.toIntExact(wait.toSeconds())))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  /// How many messages the queue holds, visible or not.
  int messages() {
    Map<QueueAttributeName, String> counts =
        client
            .getQueueAttributes(request ->
                request
                    .queueUrl(url)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return counts.values().stream().mapToInt(Integer::parseInt).sum();
  }

  @Override
  public void close() {
    try (client) {
      client.deleteQueue(request -> request.queueUrl(url));
      if (deadLetterUrl != null) {
        client.deleteQueue(request -> request.queueUrl(deadLetterUrl));
      }
    }
  }
}

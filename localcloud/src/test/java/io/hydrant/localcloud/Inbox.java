package io.hydrant.localcloud;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A queue as its reader sees it: takes messages out, and waits for as many as are expected.
final class Inbox implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final SqsClient sqs;
  private final String queueUrl;

  private Inbox(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  static Inbox subscribedTo(LocalCloud cloud, String topicArn, String queue, boolean raw) {
    String url = cloud.createQueue(queue);
    cloud.subscribe(topicArn, url, raw);
    return new Inbox(cloud.newSqsClient(), url);
  }

  JsonNode take() {
    return take(1).getFirst();
  }

  List<JsonNode> take(int number) {
    List<JsonNode> taken = new ArrayList<>();
    while (taken.size() < number) {
      List<Message> batch =
          sqs.receiveMessage(request ->
                  request
                      .queueUrl(queueUrl)
                      .waitTimeSeconds(20)
                      .maxNumberOfMessages(Math.min(10, number - taken.size())))
              .messages();
      if (batch.isEmpty()) {
        throw new AssertionError(
            "only " + taken.size() + " of " + number + " messages came: " + taken);
      }
      for (Message message : batch) {
        taken.add(JSON.readTree(message.body()));
        sqs.deleteMessage(
            request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
      }
    }
    return taken;
  }

  /// The only record of the next message, an S3 event.
  JsonNode takeRecord() {
    return take().get("Records").get(0);
  }

  /// What else is there, without waiting for it.
  List<String> rest() {
    return sqs.receiveMessage(request -> request.queueUrl(queueUrl)).messages().stream()
        .map(Message::body)
        .toList();
  }

  @Override
  public void close() {
    sqs.close();
  }
}

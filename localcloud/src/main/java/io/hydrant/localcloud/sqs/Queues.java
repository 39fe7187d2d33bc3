package io.hydrant.localcloud.sqs;

import software.amazon.awssdk.services.sqs.SqsClient;

/// The queues of one SQS, by the names that SNS and its callers use for them.
public final class Queues {
  private static final String ARN = "arn:aws:sqs:";

  private final SqsClient client;
  private final String region;
  private final String account;

  public Queues(SqsClient client, String region, String account) {
    this.client = client;
    this.region = region;
    this.account = account;
  }

  /// Makes a queue, unless it is there.
  ///
  /// @return its URL
  public String create(String name) {
    return client.createQueue(request -> request.queueName(name)).queueUrl();
  }

  /// The ARN of the queue that a URL or an ARN leads to.
  public String arnOf(String urlOrArn) {
    return urlOrArn.startsWith(ARN)
        ? urlOrArn
        : ARN + region + ":" + account + ":" + after('/', urlOrArn);
  }

  /// Puts a message into a queue.
  ///
  /// @throws software.amazon.awssdk.services.sqs.model.SqsException when there is no such queue
  public void send(String queueArn, String body) {
    String url = client.getQueueUrl(request -> request.queueName(after(':', queueArn))).queueUrl();
    client.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  private static String after(char separator, String text) {
    return text.substring(text.lastIndexOf(separator) + 1);
  }
}

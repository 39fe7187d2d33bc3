package io.hydrant.queue;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The attributes that the queues are given.
final class QueueShape {
  /// The longest that SQS has: a node that sleeps over a holiday finds its messages.
  private static final Duration RETENTION = Duration.ofDays(14);

  /// So often a message is received before it is left to the dead-letter queue.
  private static final int MOST_RECEIVES = 5;

  /// Apart from the others, because stand-ins for SQS do not know it.
  static final Map<QueueAttributeName, String> ENCRYPTION =
      Map.of(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");

  private QueueShape() {}

  static Map<QueueAttributeName, String> deadLetters() {
    return Map.of(
        QueueAttributeName.MESSAGE_RETENTION_PERIOD, Long.toString(RETENTION.toSeconds()));
  }

  /// The queue of a node: it admits what the topic sends and nobody else.
  static Map<QueueAttributeName, String> node(String arn, Topic topic, String deadLetterArn) {
    return Map.of(
        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
        Long.toString(RETENTION.toSeconds()),
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
            .formatted(deadLetterArn, MOST_RECEIVES),
        QueueAttributeName.POLICY,
        """
        {"Version": "2012-10-17", "Statement": [{"Sid": "TheTopicOnly", "Effect": "Allow",
         "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
         "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "%s"}}}]}
        """
            .formatted(arn, topic.arn()));
  }
}

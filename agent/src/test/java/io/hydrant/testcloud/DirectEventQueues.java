package io.hydrant.testcloud;

import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Has S3 send a bucket's events straight to the newest queue, by the notification configuration of
/// the bucket.
final class DirectEventQueues implements Cloud.EventQueues {
  @Override
  public String of(Cloud cloud, String bucket) {
    try (S3Client s3 = cloud.newS3Client();
        SqsClient sqs = cloud.newSqsClient()) {
      String url =
          sqs.createQueue(queue -> queue.queueName("events-" + UUID.randomUUID())).queueUrl();
      String arn =
          sqs.getQueueAttributes(
                  request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
      sqs.setQueueAttributes(request ->
          request.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy(arn, bucket))));
      s3.putBucketNotificationConfiguration(request ->
          request
              .bucket(bucket)
              .notificationConfiguration(configuration ->
                  configuration.queueConfigurations(
                      QueueConfiguration.builder()
                          .queueArn(arn)
                          .events(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED)
                          .build())));
      return url;
    }
  }

  private static String policy(String queueArn, String bucket) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
     "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage",
     "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::%s"}}}]}
    """
        .formatted(queueArn, bucket);
  }
}

package io.hydrant.queue;

import io.hydrant.localcloud.LocalCloud;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A localcloud with a bucket and its topic, and a look at the queues and subscriptions there.
final class QueueCloud implements AutoCloseable {
  private final LocalCloud localcloud;
  private final LocalCloud.Bucket bucket;
  private final AwsCredentialsProvider credentials;
  private final SqsClient sqs;

  QueueCloud(Path folder) throws IOException {
    localcloud = LocalCloud.start(folder.resolve("cloud"));
    bucket = localcloud.bucket("models");
    credentials = LocalcloudProvider.cloud(localcloud).credentials();
    sqs = localcloud.newSqsClient();
  }

  QueueSettings settings(String cluster) {
    return settings(cluster, bucket.topicArn());
  }

  QueueSettings settings(String cluster, String topicArn) {
    return new QueueSettings(
        Topic.parse(topicArn),
        "hydrant",
        cluster,
        localcloud.sqsEndpoint(),
        localcloud.snsEndpoint(),
        null);
  }

  NodeQueue queue(String cluster, String node, InstantSource clock) {
    return new NodeQueue(settings(cluster), node, credentials, clock);
  }

  QueueReaper reaper(String cluster, Set<String> nodes, int mostPerRun, InstantSource clock) {
    return new QueueReaper(settings(cluster), mostPerRun, () -> nodes, credentials, clock);
  }

  AwsCredentialsProvider credentials() {
    return credentials;
  }

  /// Publishes to the topic what S3 would.
  void putObject(String key) {
    try (S3Client s3 = localcloud.newS3Client()) {
      s3.putObject(request -> request.bucket(bucket.name()).key(key), RequestBody.fromString("x"));
    }
    localcloud.awaitDeliveries();
  }

  List<String> receive(String queueUrl) {
    return sqs
        .receiveMessage(
            request -> request.queueUrl(queueUrl).waitTimeSeconds(5).maxNumberOfMessages(10))
        .messages()
        .stream()
        .map(Message::body)
        .toList();
  }

  Map<QueueAttributeName, String> attributes(String queueUrl) {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  Map<String, String> tags(String queueUrl) {
    return sqs.listQueueTags(request -> request.queueUrl(queueUrl)).tags();
  }

  /// The names of all queues.
  Set<String> queues() {
    Set<String> names = new TreeSet<>();
    sqs.listQueues().queueUrls().forEach(url -> names.add(url.substring(url.lastIndexOf('/') + 1)));
    return names;
  }

  void deleteQueue(String queueUrl) {
    sqs.deleteQueue(request -> request.queueUrl(queueUrl));
  }

  /// The names of all queues that are subscribed to the topic.
  Set<String> subscribed() throws IOException {
    Set<String> names = new TreeSet<>();
    QueueSettings settings = settings("any");
    try (QueueClients clients = QueueClients.open(settings, credentials)) {
      Subscriptions.of(clients, settings.topic())
          .forEach(
              each -> names.add(each.endpoint().substring(each.endpoint().lastIndexOf(':') + 1)));
    }
    return names;
  }

  @Override
  public void close() {
    sqs.close();
    localcloud.close();
  }
}

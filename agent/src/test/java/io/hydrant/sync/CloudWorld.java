package io.hydrant.sync;

import io.hydrant.event.EventQueue;
import io.hydrant.event.sqs.SqsEventQueue;
import io.hydrant.localcloud.LocalCloud;
import io.hydrant.source.ModelSource;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3ModelSource;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A world with a bucket and a queue of localcloud, the product's clients of them, and a real
/// directory. Time is virtual all the same.
final class CloudWorld implements World {
  private static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

  private final LocalCloud localcloud;
  private final Cloud cloud;
  private final Path root;
  private final String bucket = "history-" + UUID.randomUUID();
  private final S3Client s3;
  private final SqsClient sqs;
  private final String queueUrl;
  private final ModelSource source;
  private final Post<Runnable> post;

  /// @param clients stays open
  CloudWorld(Nature nature, LocalCloud localcloud, Cloud cloud, S3Clients clients, Path root) {
    this.localcloud = localcloud;
    this.cloud = cloud;
    this.root = root;
    this.s3 = cloud.newS3Client();
    this.sqs = cloud.newSqsClient();
    this.source = new S3ModelSource(clients, bucket, "");
    this.post = new Post<>(nature.random(), nature.lossy(), Runnable::run);
    s3.createBucket(request -> request.bucket(bucket));
    this.queueUrl = cloud.queueOfEvents(bucket);
    localcloud.onDelivery((message, topic) -> post.send(() -> topic.accept(message)));
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public ModelSource source() {
    return source;
  }

  @Override
  public void put(String key, byte[] content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
    localcloud.awaitDeliveries();
  }

  @Override
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
    localcloud.awaitDeliveries();
  }

  @Override
  public EventQueue openQueue() throws IOException {
    EventQueue queue =
        SqsEventQueue.open(cloud.sqsSettings(queueUrl), cloud.credentials(), _ -> {});
    return new Unwaiting(queue, queue::close);
  }

  @Override
  public void deliver() {
    post.deliver();
  }

  @Override
  public void deliverAll() {
    post.deliverAll();
  }

  @Override
  public boolean isSettled() {
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(COUNTS))
            .attributes();
    return counts.values().stream().allMatch("0"::equals);
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
  }
}

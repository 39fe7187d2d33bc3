package io.hydrant.localcloud.s3;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which topic each bucket notifies, and the way of its events there. Thread-safe.
///
/// As with S3, a change does not wait for its event: events follow on a thread of their own, in the
/// order in which the changes ended.
public final class BucketNotifications implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BucketNotifications.class);

  /// Where messages go.
  @FunctionalInterface
  public interface Topic {
    void publish(String topicArn, String subject, String message);
  }

  private static final String SUBJECT = "Amazon S3 Notification";

  private final Topic topics;
  private final Messages messages;
  private final Map<String, String> topicOfBucket = new ConcurrentHashMap<>();
  private final ExecutorService deliveries =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("localcloud-notifications").daemon().factory());
  private volatile DeliveryFilter filter = DeliveryFilter.FAITHFUL;

  public BucketNotifications(String region, InstantSource clock, Topic topics) {
    this.messages = new Messages(region, clock);
    this.topics = topics;
  }

  /// Makes a bucket notify a topic of every change from now on; the topic gets an `s3:TestEvent`
  /// before.
  public void configure(String bucket, String topicArn) {
    topics.publish(topicArn, SUBJECT, messages.test(bucket));
    topicOfBucket.put(bucket, topicArn);
  }

  /// Puts a filter in the way of the events of all changes from now on.
  public void filter(DeliveryFilter filter) {
    this.filter = filter;
  }

  /// Waits until the filter has had every event of the changes that have ended.
  public void awaitDeliveries() {
    CompletableFuture.runAsync(() -> {}, deliveries).join();
  }

  void changed(ObjectChange change) {
    String topicArn = topicOfBucket.get(change.bucket());
    if (topicArn != null) {
      String message = messages.of(change);
      DeliveryFilter current = filter;
      deliveries.execute(() -> deliver(message, topicArn, current));
    }
  }

  /// A topic that is gone, or a filter that fails, costs only the message.
  private void deliver(String message, String topicArn, DeliveryFilter filter) {
    try {
      filter.deliver(message, delivered -> topics.publish(topicArn, SUBJECT, delivered));
    } catch (RuntimeException e) {
      log.warn("an event did not get to {}: {}", topicArn, message, e);
    }
  }

  /// Drops the events that have not been delivered.
  @Override
  public void close() {
    deliveries.shutdownNow();
    deliveries.close();
  }
}

package io.hydrant.localcloud.sns;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics and their subscriptions. Thread-safe.
public final class Topics {
  private static final Logger log = LoggerFactory.getLogger(Topics.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

  private final String arnPrefix;
  private final Envelope envelope;
  private final QueueSender queues;

  @GuardedBy("this")
  private final TreeSet<String> topicArns = new TreeSet<>();

  @GuardedBy("this")
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();

  public Topics(String region, String account, InstantSource clock, QueueSender queues) {
    this.arnPrefix = "arn:aws:sns:" + region + ":" + account + ":";
    this.envelope = new Envelope(clock);
    this.queues = queues;
  }

  /// Makes a topic, unless it is there.
  ///
  /// @return its ARN
  public synchronized String create(String name) {
    if (!NAME.matcher(name).matches()) {
      throw invalid("Name: '" + name + "' is not 1 to 256 letters, digits, dashes and underscores");
    }
    String arn = arnPrefix + name;
    topicArns.add(arn);
    return arn;
  }

  /// Does nothing when there is no such topic.
  public synchronized void delete(String topicArn) {
    topicArns.remove(topicArn);
    subscriptions.values().removeIf(subscription -> subscription.topicArn().equals(topicArn));
  }

  public synchronized List<String> topicArns() {
    return List.copyOf(topicArns);
  }

  /// Subscribes a queue. The same call again gives the same subscription.
  public synchronized Subscription subscribe(String topicArn, String queueArn, boolean raw) {
    requireTopic(topicArn);
    if (!queueArn.startsWith("arn:aws:sqs:")) {
      throw invalid("Endpoint: '" + queueArn + "' is not the ARN of an SQS queue");
    }
    for (Subscription present : subscriptions.values()) {
      if (present.topicArn().equals(topicArn) && present.queueArn().equals(queueArn)) {
        if (present.raw() != raw) {
          throw invalid("Attributes: the subscription exists with different attributes");
        }
        return present;
      }
    }
    Subscription subscription =
        new Subscription(topicArn + ":" + UUID.randomUUID(), topicArn, queueArn, raw);
    subscriptions.put(subscription.arn(), subscription);
    return subscription;
  }

  /// Does nothing when there is no such subscription.
  public synchronized void unsubscribe(String subscriptionArn) {
    subscriptions.remove(subscriptionArn);
  }

  public synchronized Subscription subscription(String subscriptionArn) {
    Subscription subscription = subscriptions.get(subscriptionArn);
    if (subscription == null) {
      throw new SnsException(
          SnsException.Code.NOT_FOUND, "there is no subscription '" + subscriptionArn + "'");
    }
    return subscription;
  }

  synchronized void setRaw(String subscriptionArn, boolean raw) {
    Subscription old = subscription(subscriptionArn);
    subscriptions.put(
        subscriptionArn, new Subscription(subscriptionArn, old.topicArn(), old.queueArn(), raw));
  }

  /// In the order in which they were made.
  public synchronized List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  public synchronized List<Subscription> subscriptionsOf(String topicArn) {
    requireTopic(topicArn);
    return subscriptions.values().stream()
        .filter(subscription -> subscription.topicArn().equals(topicArn))
        .toList();
  }

  /// Sends a message to every subscribed queue. A queue that does not take it goes without, as one
  /// that is gone does with SNS.
  ///
  /// @return the id of the message
  public String publish(String topicArn, String subject, String message) {
    UUID id = UUID.randomUUID();
    for (Subscription subscription : subscriptionsOf(topicArn)) {
      String body = subscription.raw() ? message : envelope.around(id, topicArn, subject, message);
      try {
        queues.send(subscription.queueArn(), body);
      } catch (RuntimeException e) {
        log.info("message {} did not get to {}", id, subscription, e);
      }
    }
    return id.toString();
  }

  @GuardedBy("this")
  private void requireTopic(String topicArn) {
    if (!topicArns.contains(topicArn)) {
      throw new SnsException(SnsException.Code.NOT_FOUND, "there is no topic '" + topicArn + "'");
    }
  }

  private static SnsException invalid(String reason) {
    return new SnsException(SnsException.Code.INVALID_PARAMETER, "Invalid parameter: " + reason);
  }
}

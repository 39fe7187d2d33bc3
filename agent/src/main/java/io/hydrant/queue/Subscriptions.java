package io.hydrant.queue;

import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.sns.model.Subscription;

/// The subscriptions of a topic.
final class Subscriptions {
  private Subscriptions() {}

  static List<Subscription> of(QueueClients clients, Topic topic) throws IOException {
    return QueueClients.call(
        "sns:ListSubscriptionsByTopic",
        topic.arn(),
        () ->
            clients
                .sns()
                .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic.arn()))
                .subscriptions()
                .stream()
                .toList());
  }

  /// Removes a queue, after its subscriptions: the topic would go on to send to a queue that is
  /// gone.
  ///
  /// @param all of the topic's
  static void removeWithQueue(
      QueueClients clients, List<Subscription> all, String queueArn, String queueUrl)
      throws IOException {
    for (Subscription each : all) {
      if (queueArn.equals(each.endpoint())) {
        remove(clients, each);
      }
    }
    QueueClients.call(
        "sqs:DeleteQueue",
        queueArn,
        () -> clients.sqs().deleteQueue(request -> request.queueUrl(queueUrl)));
  }

  static void remove(QueueClients clients, Subscription subscription) throws IOException {
    QueueClients.call(
        "sns:Unsubscribe",
        subscription.subscriptionArn(),
        () ->
            clients
                .sns()
                .unsubscribe(request -> request.subscriptionArn(subscription.subscriptionArn())));
  }
}

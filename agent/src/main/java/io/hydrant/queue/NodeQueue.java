package io.hydrant.queue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The queue of one node: made and subscribed when its agent starts, removed when the node goes.
///
/// Everything may be done again at any time, also after a death half-way. Thread-safe.
public final class NodeQueue {
  private final QueueSettings settings;
  private final String node;
  private final String name;
  private final String arn;
  private final AwsCredentialsProvider credentials;
  private final InstantSource clock;
  private volatile @Nullable String url;

  /// @param node the instance id
  /// @throws IllegalArgumentException when the names make no name of a queue
  public NodeQueue(
      QueueSettings settings,
      String node,
      AwsCredentialsProvider credentials,
      InstantSource clock) {
    this.settings = settings;
    this.node = node;
    this.name = settings.queueName(node);
    this.arn = settings.topic().arnOfQueue(name);
    this.credentials = credentials;
    this.clock = clock;
  }

  public String name() {
    return name;
  }

  /// Makes the queue and its subscription, or finds and corrects them. Every change of the bucket
  /// from now on gets into the queue.
  ///
  /// @return the queue's URL
  /// @throws IOException that names the missing right and its resource, or why else it cannot be
  public String ensure() throws IOException {
    try (QueueClients clients = QueueClients.open(settings, credentials)) {
      String deadLetters = ensureDeadLetters(clients);
      String made = create(clients, name, Map.of(QueueTags.NODE, node));
      configure(clients, made, QueueShape.node(arn, settings.topic(), deadLetters));
      tagAlive(clients, made);
      // Last: a subscription whose queue does not admit the topic would lose messages.
      QueueClients.call(
          "sns:Subscribe",
          settings.topic().arn(),
          () ->
              clients
                  .sns()
                  .subscribe(request ->
                      request
                          .topicArn(settings.topic().arn())
                          .protocol("sqs")
                          .endpoint(arn)
                          .attributes(Map.of("RawMessageDelivery", "true"))));
      url = made;
      return made;
    }
  }

  /// Tells the reaper that the node lives. Does nothing before [#ensure].
  public void beat() throws IOException {
    String made = url;
    if (made != null) {
      try (QueueClients clients = QueueClients.open(settings, credentials)) {
        tagAlive(clients, made);
      }
    }
  }

  /// Removes the subscription, then the queue. Does nothing before [#ensure].
  public void remove() throws IOException {
    String made = url;
    if (made != null) {
      try (QueueClients clients = QueueClients.open(settings, credentials)) {
        Subscriptions.removeWithQueue(
            clients, Subscriptions.of(clients, settings.topic()), arn, made);
        url = null;
      }
    }
  }

  /// @return the ARN
  private String ensureDeadLetters(QueueClients clients) throws IOException {
    String deadLetters = settings.deadLetterName();
    String made = create(clients, deadLetters, Map.of());
    configure(clients, made, QueueShape.deadLetters());
    return settings.topic().arnOfQueue(deadLetters);
  }

  /// Attributes are set afterwards: a queue that exists with others could not be "created" again.
  private String create(QueueClients clients, String queue, Map<String, String> ownTags)
      throws IOException {
    Map<String, String> tags = new HashMap<>(ownTags);
    tags.put(QueueTags.CLUSTER, settings.cluster());
    return QueueClients.call(
            "sqs:CreateQueue",
            settings.topic().arnOfQueue(queue),
            () -> clients.sqs().createQueue(request -> request.queueName(queue).tags(tags)))
        .queueUrl();
  }

  private static void configure(
      QueueClients clients, String queueUrl, Map<QueueAttributeName, String> attributes)
      throws IOException {
    setAttributes(clients, queueUrl, attributes);
    try {
      setAttributes(clients, queueUrl, QueueShape.ENCRYPTION);
    } catch (IOException e) {
      if (!(e.getCause() instanceof InvalidAttributeNameException)) {
        throw e;
      }
      // SQS knows it; stand-ins that do not know it encrypt nothing.
    }
  }

  private static void setAttributes(
      QueueClients clients, String queueUrl, Map<QueueAttributeName, String> attributes)
      throws IOException {
    QueueClients.call(
        "sqs:SetQueueAttributes",
        queueUrl,
        () ->
            clients
                .sqs()
                .setQueueAttributes(request -> request.queueUrl(queueUrl).attributes(attributes)));
  }

  private void tagAlive(QueueClients clients, String queueUrl) throws IOException {
    QueueClients.call(
        "sqs:TagQueue",
        arn,
        () ->
            clients
                .sqs()
                .tagQueue(request ->
                    request
                        .queueUrl(queueUrl)
                        .tags(
                            Map.of(
                                QueueTags.CLUSTER,
                                settings.cluster(),
                                QueueTags.NODE,
                                node,
                                QueueTags.HEARTBEAT,
                                clock.instant().toString()))));
  }
}

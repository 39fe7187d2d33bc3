package io.hydrant.app;

import io.hydrant.config.AgentConfig;
import io.hydrant.config.DurationText;
import io.hydrant.event.EventQueue;
import io.hydrant.event.sqs.SqsEventQueue;
import io.hydrant.event.sqs.SqsSettings;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.queue.NodeQueue;
import io.hydrant.queue.QueueSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Opens the queue that tells of changes in the bucket: one that is given, or one that is made for
/// this node.
final class EventQueues {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueues.class);

  private final AgentConfig config;
  private final AwsCredentialsProvider credentials;
  private final AgentMetrics metrics;
  private final Resources resources;

  EventQueues(
      AgentConfig config,
      AwsCredentialsProvider credentials,
      AgentMetrics metrics,
      Resources resources) {
    this.config = config;
    this.credentials = credentials;
    this.metrics = metrics;
    this.resources = resources;
  }

  /// Opens the one that the configuration asks for.
  ///
  /// @param host tells the machine's id, where the configuration does not
  /// @param nodeIsGoing asked at the end: whether the machine goes too
  /// @return null when there is neither, so that only listings find changes
  @Nullable EventQueue open(HostNode host, BooleanSupplier nodeIsGoing) throws IOException {
    if (config.queueUrl() != null) {
      return resources.add(open(PartSettings.sqs(config, config.queueUrl())));
    }
    if (config.ownQueue() != null) {
      return ownQueue(config.ownQueue(), host, nodeIsGoing);
    }
    LOG.warn(
        "neither --queue-url nor --topic-arn is set: changes of the bucket are found only every {}",
        DurationText.format(config.resyncInterval()));
    return null;
  }

  private EventQueue ownQueue(
      AgentConfig.OwnQueue own, HostNode host, BooleanSupplier nodeIsGoing) {
    QueueSettings settings = PartSettings.ownQueue(config, own);
    NodeEventQueue queue =
        resources.add(
            new NodeEventQueue(
                () -> nodeQueue(settings, own, host),
                url -> open(PartSettings.sqsOfOwnQueue(config, settings, url)),
                nodeIsGoing));
    try {
      // Before the first listing, so that nothing falls between the two.
      queue.connect();
    } catch (IOException e) {
      LOG.warn(
          "the node's queue is not there yet: {}; the bucket is listed once it is", e.getMessage());
    }
    return queue;
  }

  private NodeQueue nodeQueue(QueueSettings settings, AgentConfig.OwnQueue own, HostNode host)
      throws IOException {
    String id = own.instanceId() == null ? host.instanceId() : own.instanceId();
    try {
      return new NodeQueue(settings, id, credentials, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new IOException("the node's queue has no name: " + e.getMessage(), e);
    }
  }

  private EventQueue open(SqsSettings settings) throws IOException {
    return SqsEventQueue.open(settings, credentials, _ -> metrics.malformedEvent());
  }
}

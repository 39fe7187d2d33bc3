package io.hydrant.event.sqs;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Decides what becomes of messages that cannot be understood; the package doc tells how.
final class MalformedMessages {
  private static final Logger LOG = LoggerFactory.getLogger(MalformedMessages.class);
  private static final int EXCERPT_CHARS = 500;

  private final SqsClient client;
  private final String queueUrl;
  private final Consumer<String> listener;
  private final Set<String> loggedReasons = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Boolean deadLetterQueue;

  MalformedMessages(SqsClient client, String queueUrl, Consumer<String> listener) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.listener = listener;
  }

  /// Counts and logs a message that was received.
  ///
  /// @return whether it must be deleted
  boolean accept(Message message, String reason) {
    boolean delete = !hasDeadLetterQueue();
    if (isFirstReceipt(message)) {
      listener.accept(reason);
    }
    if (loggedReasons.add(reason)) {
      LOG.warn(
          "A message of {} cannot be understood ({}); {}. Further ones like it are only counted."
              + " Message {} begins: {}",
          queueUrl,
          reason,
          delete ? "it is deleted" : "it is left to the queue's dead-letter queue",
          message.messageId(),
          excerpt(message.body()));
    } else if (delete) {
      LOG.debug("Deleted message {}: {}", message.messageId(), excerpt(message.body()));
    }
    return delete;
  }

  private static boolean isFirstReceipt(Message message) {
    return message
        .attributes()
        .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .equals("1");
  }

  private static String excerpt(String body) {
    String beginning = body.length() <= EXCERPT_CHARS ? body : body.substring(0, EXCERPT_CHARS);
    return beginning.replaceAll("\\p{Cntrl}", " ");
  }

  /// Asks once, and only when it matters.
  private boolean hasDeadLetterQueue() {
    Boolean known = deadLetterQueue;
    if (known != null) {
      return known;
    }
    try {
      boolean found =
          AwsCall.of(() ->
                  client.getQueueAttributes(request ->
                      request.queueUrl(queueUrl).attributeNames(QueueAttributeName.REDRIVE_POLICY)))
              .attributes()
              .containsKey(QueueAttributeName.REDRIVE_POLICY);
      deadLetterQueue = found;
      return found;
    } catch (SdkException e) {
      // Leaving the message is the side on which nothing is lost.
      LOG.debug(
          "sqs:GetQueueAttributes on {} failed, so a dead-letter queue is assumed: {}",
          queueUrl,
          AwsFailure.of(e).reason());
      return true;
    }
  }
}

package io.hydrant.event.sqs;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsClients;
import io.hydrant.aws.AwsFailure;
import io.hydrant.aws.TlsTrouble;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// An SQS queue to which a bucket's events are sent.
///
/// A poll that is interrupted is aborted: measured, within 50 ms on platform and virtual threads. A
/// message that SQS was just giving to it comes back when its visibility runs out.
public final class SqsEventQueue implements EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqsEventQueue.class);

  /// The longest that SQS lets a poll wait.
  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  private static final Duration ATTEMPT = LONGEST_POLL.plusSeconds(10);
  private static final int MOST_PER_RECEIVE = 10;

  /// How long a message stays invisible after the process that received it has died.
  private static final Duration VISIBILITY = Duration.ofSeconds(60);

  private final SqsClient client;
  private final String queueUrl;
  private final Duration visibilityTimeout;
  private final Visibility visibility;
  private final MalformedMessages malformed;
  private final SqsFailures failures;
  private final BucketEventParser parser = new BucketEventParser();

  /// Opens a queue. Sends nothing yet.
  ///
  /// @param malformed hears why a message could not be understood, once per message
  /// @throws IOException when no region is known, or the CA bundle cannot be read
  public static SqsEventQueue open(
      SqsSettings settings, AwsCredentialsProvider credentials, Consumer<String> malformed)
      throws IOException {
    return open(settings, credentials, VISIBILITY, malformed);
  }

  static SqsEventQueue open(
      SqsSettings settings,
      AwsCredentialsProvider credentials,
      Duration visibilityTimeout,
      Consumer<String> malformed)
      throws IOException {
    SqsClientBuilder client =
        SqsClient.builder()
            .region(AwsClients.region(settings.region(), settings.endpoint()))
            .credentialsProvider(credentials)
            .httpClientBuilder(AwsClients.http(settings.caBundle()))
            .overrideConfiguration(AwsClients.overrides(ATTEMPT));
    if (settings.endpoint() != null) {
      client.endpointOverride(settings.endpoint());
    }
    return new SqsEventQueue(client.build(), settings, visibilityTimeout, malformed);
  }

  private SqsEventQueue(
      SqsClient client,
      SqsSettings settings,
      Duration visibilityTimeout,
      Consumer<String> malformed) {
    this.client = client;
    this.queueUrl = settings.queueUrl();
    this.visibilityTimeout = visibilityTimeout;
    this.visibility = new Visibility(client, queueUrl, visibilityTimeout);
    this.malformed = new MalformedMessages(client, queueUrl, malformed);
    this.failures =
        new SqsFailures(queueUrl, new TlsTrouble(settings.address(), settings.caBundle()));
  }

  /// {@inheritDoc}
  ///
  /// A wait is rounded up to whole seconds and is at most 20 of them.
  @Override
  public List<Delivery> receive(Duration wait) throws IOException {
    List<Delivery> deliveries = new ArrayList<>();
    List<String> done = new ArrayList<>();
    for (Message message : poll(wait)) {
      switch (parser.parse(message.body())) {
        case ParsedMessage.Events(List<BucketEvent> events) -> {
          visibility.hold(message.receiptHandle());
          deliveries.add(new Delivery(message.receiptHandle(), events));
        }
        case ParsedMessage.Ignorable _ -> done.add(message.receiptHandle());
        case ParsedMessage.Malformed(String reason) -> {
          if (malformed.accept(message, reason)) {
            done.add(message.receiptHandle());
          }
        }
      }
    }
    discard(done);
    return deliveries;
  }

  /// Deletes what nobody is told of. A failure must not cost the deliveries beside it: the messages
  /// come back and are dealt with again.
  private void discard(List<String> handles) {
    try {
      delete(handles);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private List<Message> poll(Duration wait) throws IOException {
    Duration bounded = wait.compareTo(LONGEST_POLL) < 0 ? wait : LONGEST_POLL;
    ReceiveMessageRequest request =
        ReceiveMessageRequest.builder()
            .queueUrl(queueUrl)
            .waitTimeSeconds(Math.ceilDiv(Math.toIntExact(bounded.toMillis()), 1000))
            .maxNumberOfMessages(MOST_PER_RECEIVE)
            .visibilityTimeout(Math.toIntExact(visibilityTimeout.toSeconds()))
            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
            .build();
    try {
      return AwsCall.of(() -> client.receiveMessage(request)).messages();
    } catch (SdkException e) {
      if (AwsFailure.isInterruption(e)) {
        return List.of();
      }
      throw failures.of("sqs:ReceiveMessage", e);
    }
  }

  @Override
  public void settle(Collection<Delivery> deliveries) throws IOException {
    delete(deliveries.stream().map(Delivery::handle).toList());
  }

  /// Deletes messages; what SQS failed to delete is still held and may be tried again.
  private void delete(Collection<String> handles) throws IOException {
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (List<String> batch : Batches.of(handles)) {
      List<BatchResultErrorEntry> failedOfBatch = deleteBatch(batch);
      for (int i = 0; i < batch.size(); i++) {
        String id = Integer.toString(i);
        if (failedOfBatch.stream().noneMatch(each -> each.id().equals(id) && !each.senderFault())) {
          // Deleted, or no longer ours: then it is delivered again, which does no harm.
          visibility.release(batch.get(i));
        }
      }
      failedOfBatch.stream().filter(each -> !each.senderFault()).forEach(failed::add);
    }
    if (!failed.isEmpty()) {
      throw new IOException(
          "sqs:DeleteMessage on %s: %d of %d messages were not deleted (%s %s): settle them again"
              .formatted(
                  queueUrl,
                  failed.size(),
                  handles.size(),
                  failed.getFirst().code(),
                  failed.getFirst().message()));
    }
  }

  private List<BatchResultErrorEntry> deleteBatch(List<String> batch) throws IOException {
    List<DeleteMessageBatchRequestEntry> entries =
        Batches.numbered(
            batch,
            (id, handle) ->
                DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(handle).build());
    try {
      return AwsCall.of(() ->
              client.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries)))
          .failed();
    } catch (SdkException e) {
      throw failures.of("sqs:DeleteMessage", e);
    }
  }

  /// Gives what is not settled back to the queue. Interrupt and await a [#receive] before.
  @Override
  public void close() {
    visibility.close();
    client.close();
  }
}

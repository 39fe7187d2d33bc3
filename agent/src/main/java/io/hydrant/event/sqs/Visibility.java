package io.hydrant.event.sqs;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/// Keeps messages invisible from the time they are received until they are let go: a heartbeat
/// renews their visibility timeout, three times as often as it would run out. Thread-safe.
final class Visibility implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

  private final SqsClient client;
  private final String queueUrl;
  private final Duration timeout;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sqs-visibility").factory());

  /// @param timeout what the messages are received with
  Visibility(SqsClient client, String queueUrl, Duration timeout) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.timeout = timeout;
    long period = timeout.toMillis() / 3;
    var _ = heartbeat.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  void hold(String receiptHandle) {
    held.add(receiptHandle);
  }

  void release(String receiptHandle) {
    held.remove(receiptHandle);
  }

  private void renew() {
    change(List.copyOf(held), timeout, "renew");
  }

  private void change(Collection<String> handles, Duration visibility, String verb) {
    for (List<String> batch : Batches.of(handles)) {
      try {
        for (BatchResultErrorEntry failed : changed(batch, visibility)) {
          String handle = batch.get(Integer.parseInt(failed.id()));
          if (failed.senderFault() && held.remove(handle)) {
            // Another holder, twelve hours gone, or deleted: it is no longer ours to hold.
            LOG.debug("Let go of a message of {}: {}", queueUrl, failed.message());
          }
        }
      } catch (SdkException e) {
        if (!AwsFailure.isInterruption(e)) {
          LOG.warn(
              "Could not {} the visibility of {} messages of {}, they may be delivered twice: {}",
              verb,
              batch.size(),
              queueUrl,
              AwsFailure.of(e).reason());
        }
      }
    }
  }

  private List<BatchResultErrorEntry> changed(List<String> batch, Duration visibility) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        Batches.numbered(
            batch,
            (id, handle) ->
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(id)
                    .receiptHandle(handle)
                    .visibilityTimeout(Math.toIntExact(visibility.toSeconds()))
                    .build());
    return AwsCall.of(() ->
            client.changeMessageVisibilityBatch(
                request -> request.queueUrl(queueUrl).entries(entries)))
        .failed();
  }

  /// Ends the heartbeat and makes what is still held visible at once, so that the next process need
  /// not wait for it.
  @Override
  public void close() {
    // A renewal that waits for SQS is not waited for.
    heartbeat.shutdownNow();
    heartbeat.close();
    change(List.copyOf(held), Duration.ZERO, "end");
    held.clear();
  }
}

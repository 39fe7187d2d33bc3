package io.hydrant.event.sqs;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which queue is read, and how SQS is reached.
///
/// @param region the queue's region; null for the one that the AWS SDK finds
/// @param endpoint the address of an SQS that is not AWS's own
/// @param caBundle whom to trust, as a PEM file; null for the system's authorities
public record SqsSettings(
    String queueUrl, @Nullable String region, @Nullable URI endpoint, @Nullable Path caBundle) {
  public SqsSettings {
    if (queueUrl.isBlank()) {
      throw new IllegalArgumentException("the queue URL is empty");
    }
  }

  /// Where the requests go.
  URI address() {
    return endpoint == null ? URI.create(queueUrl) : endpoint;
  }
}

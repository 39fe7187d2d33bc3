package io.hydrant.testcloud;

import io.hydrant.catalog.ByteSize;
import io.hydrant.event.sqs.SqsSettings;
import io.hydrant.source.s3.S3Settings;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Where an S3 and an SQS are, and who may use them.
///
/// @param queues makes queues that a bucket's events go to
public record Cloud(
    URI s3Endpoint,
    URI sqsEndpoint,
    String region,
    AwsCredentialsProvider credentials,
    EventQueues queues) {

  /// Makes a bucket notify a new queue of every change.
  @FunctionalInterface
  public interface EventQueues {
    /// Returns the new queue's URL.
    String of(Cloud cloud, String bucket);
  }

  /// Makes a new queue that every change of a bucket goes to from now on.
  ///
  /// @return its URL
  public String queueOfEvents(String bucket) {
    return queues.of(this, bucket);
  }

  /// How the product reaches this S3.
  public S3Settings s3Settings(S3Settings.Engine engine) {
    return s3Settings(engine, s3Endpoint);
  }

  /// How the product reaches this S3 over something that stands before it.
  public S3Settings s3Settings(S3Settings.Engine engine, URI endpoint) {
    return new S3Settings(region, endpoint, null, true, engine, 10, ByteSize.ofMebibytes(512));
  }

  /// How the product reaches a queue of this SQS.
  public SqsSettings sqsSettings(String queueUrl) {
    return new SqsSettings(queueUrl, region, sqsEndpoint, null);
  }

  /// A client for what the product does not do: create, upload, delete. The caller closes it.
  public S3Client newS3Client() {
    return S3Client.builder()
        .endpointOverride(s3Endpoint)
        .forcePathStyle(true)
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClientBuilder(http())
        .build();
  }

  /// A client for what the product does not do: create, send. The caller closes it.
  public SqsClient newSqsClient() {
    return SqsClient.builder()
        .endpointOverride(sqsEndpoint)
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .httpClientBuilder(http())
        .build();
  }

  private static AwsCrtHttpClient.Builder http() {
    return AwsCrtHttpClient.builder().connectionTimeout(Duration.ofSeconds(5));
  }
}

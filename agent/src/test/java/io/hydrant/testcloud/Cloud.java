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
public record Cloud(
    URI s3Endpoint, URI sqsEndpoint, String region, AwsCredentialsProvider credentials) {

  /// How the product reaches this S3.
  public S3Settings s3Settings() {
    return new S3Settings(region, s3Endpoint, true, 10, ByteSize.ofMebibytes(512));
  }

  /// How the product reaches a queue of this SQS.
  public SqsSettings sqsSettings(String queueUrl) {
    return new SqsSettings(queueUrl, region, sqsEndpoint);
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

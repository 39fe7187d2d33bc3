package io.hydrant.queue;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsClients;
import io.hydrant.aws.AwsFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// SQS and SNS for as long as one piece of work takes: queues are made, tagged and removed too
/// seldom to keep connections and threads for it.
record QueueClients(SqsClient sqs, SnsClient sns) implements AutoCloseable {
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  /// @throws IOException when the CA bundle cannot be read
  static QueueClients open(QueueSettings settings, AwsCredentialsProvider credentials)
      throws IOException {
    return new QueueClients(
        client(SqsClient.builder(), settings, settings.sqsEndpoint(), credentials),
        client(SnsClient.builder(), settings, settings.snsEndpoint(), credentials));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, QueueSettings settings, @Nullable URI endpoint, AwsCredentialsProvider credentials)
      throws IOException {
    builder
        .region(Region.of(settings.topic().region()))
        .credentialsProvider(credentials)
        .httpClientBuilder(AwsClients.http(settings.caBundle()))
        .overrideConfiguration(AwsClients.overrides(ATTEMPT));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  /// Makes a call whose failure names the right and the resource that it takes.
  ///
  /// @param action the IAM action, such as `sqs:CreateQueue`
  static <T> T call(String action, String resource, Supplier<T> call) throws IOException {
    try {
      return AwsCall.of(call);
    } catch (SdkException e) {
      AwsFailure failure = AwsFailure.of(e);
      throw new IOException(
          action
              + " on "
              + resource
              + ": "
              + failure.reason()
              + nextStep(action, resource, failure.sort()),
          e);
    }
  }

  private static String nextStep(String action, String resource, AwsFailure.Sort sort) {
    return switch (sort) {
      case FORBIDDEN -> ": grant " + action + " on " + resource;
      case CREDENTIALS -> ": give it valid AWS credentials, and the machine the right time";
      case OTHER_REGION -> ": check the region in 'topic-arn'";
      case THROTTLED -> ": AWS asks to slow down";
      case UNREACHABLE ->
          ": check 'sqs-endpoint-url', 'sns-endpoint-url', DNS, the route to SQS and SNS, and"
              + " whether 'ca-bundle' has the authority of their certificates";
      case FAILED -> ": check 'topic-arn', 'cluster' and 'queue-prefix'";
    };
  }

  @Override
  public void close() {
    sqs.close();
    sns.close();
  }
}

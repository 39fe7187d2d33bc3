package io.hydrant.testcloud;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Takes the endpoint that `HYDRANT_IT_AWS_ENDPOINT` names: one address for S3 and SQS, path style,
/// with credentials and region from the usual AWS variables. The tests make buckets and queues of
/// their own there and delete them.
public final class GivenEndpointProvider implements CloudExtension.Provider {
  private static final String VARIABLE = "HYDRANT_IT_AWS_ENDPOINT";

  @Override
  public CloudExtension.Started start() {
    String endpoint = System.getenv(VARIABLE);
    if (endpoint == null || endpoint.isBlank()) {
      return new CloudExtension.Missing(VARIABLE + " is not set");
    }
    URI address = URI.create(endpoint);
    String region = Optional.ofNullable(System.getenv("AWS_REGION")).orElse("us-east-1");
    DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    return new CloudExtension.Running(
        new Cloud(address, address, region, credentials, new DirectEventQueues()),
        credentials::close);
  }
}

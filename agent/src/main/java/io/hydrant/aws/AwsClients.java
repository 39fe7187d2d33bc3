package io.hydrant.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.AttributeMap;

/// The settings that all control clients have in common.
public final class AwsClients {
  /// How long a connection may take to be established.
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Ends attempts that take too long, of all clients of the process, because each would make five
  /// threads for that otherwise. It only has to interrupt whoever waits.
  private static final ScheduledExecutorService TIMEOUTS = timeouts();

  private AwsClients() {}

  private static ScheduledExecutorService timeouts() {
    ScheduledThreadPoolExecutor timeouts =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sdk-timeouts").factory());
    // Nearly all are called off, and would hold on to their attempt until it had been time.
    timeouts.setRemoveOnCancelPolicy(true);
    return timeouts;
  }

  /// The region to sign for: the given one, else the one that the SDK finds (`AWS_REGION`, profile,
  /// instance metadata). An endpoint that is not AWS's own rarely cares, so it needs none.
  ///
  /// @throws IOException when there is none
  public static Region region(@Nullable String region, @Nullable URI endpoint) throws IOException {
    if (region != null) {
      return Region.of(region);
    }
    if (endpoint != null) {
      return Region.US_EAST_1;
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkException e) {
      throw new IOException(
          "No AWS region is known (" + e.getMessage() + "): set 'region' or AWS_REGION", e);
    }
  }

  /// The process's blocking HTTP client for control calls. Whoever takes it from the builder closes
  /// it, as the SDK's clients do.
  ///
  /// @param caBundle whom to trust, as a PEM file; null for the system's authorities
  /// @throws IOException when that file cannot be read
  public static SdkHttpClient.Builder<?> http(@Nullable Path caBundle) throws IOException {
    return new Made(SharedHttp.take(caBundle));
  }

  /// What all control calls have in common: one repetition at once for what a dead pooled
  /// connection or one busy server does to a call. The callers repeat whole pieces of work with a
  /// backoff of their own, so the SDK must not.
  ///
  /// @param attempt the longest that one attempt may take
  public static ClientOverrideConfiguration overrides(Duration attempt) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(2).build())
        .apiCallAttemptTimeout(attempt)
        .scheduledExecutorService(TIMEOUTS)
        .build();
  }

  /// Gives a client away that is made already. Whoever takes it from a builder closes it.
  private record Made(SdkHttpClient client) implements SdkHttpClient.Builder<Made> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return client;
    }
  }
}

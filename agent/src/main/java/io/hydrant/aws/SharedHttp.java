package io.hydrant.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// The HTTP client of all control calls of the process. Each client of the CRT's reads the system's
/// authorities into a megabyte of native memory and has threads of its own, so all clients of S3,
/// SQS and SNS that trust the same authorities have one. It has the fewest event-loop threads that
/// it takes, and shares none with the models' bytes, so that control calls never wait behind those.
///
/// Whoever takes it closes what it was given; the last one ends it. Thread-safe.
final class SharedHttp implements SdkHttpClient {
  /// How long a connection may carry nothing before it is given up: longer than SQS lets a poll
  /// wait. Calls that are answered sooner have a bound of their own, see [AwsClients#overrides].
  private static final Duration SILENCE = Duration.ofSeconds(25);

  /// By the CA bundle that they trust; none stands for the system's authorities.
  private static final Map<Optional<Path>, Use> USES = new HashMap<>();

  private static final class Use {
    private final SdkHttpClient client;
    private int takers;

    Use(SdkHttpClient client) {
      this.client = client;
    }
  }

  private final Optional<Path> caBundle;
  private final SdkHttpClient client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SharedHttp(Optional<Path> caBundle, SdkHttpClient client) {
    this.caBundle = caBundle;
    this.client = client;
  }

  /// @param caBundle whom to trust, as a PEM file; null for the system's authorities
  /// @throws IOException when that file cannot be read
  static SdkHttpClient take(@Nullable Path caBundle) throws IOException {
    Optional<Path> key = Optional.ofNullable(caBundle);
    synchronized (USES) {
      Use use = USES.get(key);
      if (use == null) {
        use = new Use(open(caBundle));
        USES.put(key, use);
      }
      use.takers++;
      return new SharedHttp(key, use.client);
    }
  }

  private static SdkHttpClient open(@Nullable Path caBundle) throws IOException {
    AwsCrtHttpClient.Builder builder =
        AwsCrtHttpClient.builder()
            .numEventLoopThreads(2)
            .connectionTimeout(AwsClients.CONNECT_TIMEOUT)
            .connectionHealthConfiguration(
                health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(SILENCE));
    return caBundle == null
        ? builder.build()
        : CaBundle.read(caBundle).inTrustStore(builder.useTrustStoreSystemProperties(true)::build);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return client.prepareRequest(request);
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (USES) {
      Use use = USES.get(caBundle);
      if (use != null && --use.takers == 0) {
        USES.remove(caBundle);
        use.client.close();
      }
    }
  }
}

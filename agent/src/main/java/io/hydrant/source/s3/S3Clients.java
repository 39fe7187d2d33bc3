package io.hydrant.source.s3;

import io.hydrant.aws.AwsClients;
import io.hydrant.aws.TlsTrouble;
import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpMonitoringOptions;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.ExponentialBackoffRetryOptions;
import software.amazon.awssdk.crt.io.StandardRetryOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;
import software.amazon.awssdk.crt.s3.S3ClientOptions;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;

/// The clients that reach S3. A process needs one of these, whatever the number of its sources:
/// connections and native memory are counted per client. Thread-safe.
///
/// Close it after the last call has returned. Closing while the CRT still transfers would leave it
/// writing to a file that nobody expects to change; a fetch only returns when that is over.
public final class S3Clients implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Clients.class);

  /// What a fetch is cut into, and what it goes on from.
  static final ByteSize PART = ByteSize.ofMebibytes(8);

  /// Per object. The SDK's default of ten parts lets an object that was uploaded in one piece have
  /// three connections only.
  private static final ByteSize READ_WINDOW = ByteSize.ofMebibytes(512);

  private static final int PART_RETRIES = 2;
  private static final long LEAST_BYTES_PER_SECOND = 1_000;
  private static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration CONTROL_SILENCE = Duration.ofSeconds(10);
  private static final Duration CONTROL_ATTEMPT = Duration.ofSeconds(20);

  /// With TLS, one core moves about a gigabyte per second; half of that leaves room for the rest.
  private static final double GBPS_PER_EVENT_LOOP = 4;

  private final S3Client control;
  private final Engine engine;
  private final Endpoints endpoints;
  private final @Nullable Path caBundle;

  private S3Clients(S3Client control, Engine engine, Endpoints endpoints, @Nullable Path caBundle) {
    this.control = control;
    this.engine = engine;
    this.endpoints = endpoints;
    this.caBundle = caBundle;
    // When the JVM shuts down, the CRT stops calling back; fetches that are being given up would
    // wait for ever.
    CRT.acquireShutdownRef();
  }

  /// Makes the clients. Sends nothing yet.
  ///
  /// @param credentials must answer from memory, as the SDK's own providers do: it is asked for
  ///   every part
  /// @throws IOException when no region is known, or the CA bundle cannot be read
  public static S3Clients open(S3Settings settings, AwsCredentialsProvider credentials)
      throws IOException {
    return open(settings, credentials, Segments.forThroughput(settings.targetThroughputGbps()));
  }

  static S3Clients open(S3Settings settings, AwsCredentialsProvider credentials, Segments segments)
      throws IOException {
    Region region = AwsClients.region(settings.region(), settings.endpoint());
    if (settings.caBundle() != null && settings.engine() == S3Settings.Engine.TRANSFER_MANAGER) {
      LOG.warn(
          "the engine 'transfer-manager' trusts the system's certificates only: use the engine"
              + " 'crt', or add those of '{}' to the system's",
          settings.caBundle());
    }
    // Once per process: the CRT's default is a thread for every processor.
    EventLoopGroup.setStaticDefaultNumThreads(eventLoops(settings.targetThroughputGbps()));
    Endpoints endpoints = new Endpoints(region, settings.endpoint(), settings.pathStyle());
    S3Client control = control(settings, region, credentials);
    Engine engine =
        switch (settings.engine()) {
          case CRT -> crtEngine(settings, region, endpoints, credentials, control, segments);
          case TRANSFER_MANAGER -> new TransferManagerEngine(bulk(settings, region, credentials));
        };
    return new S3Clients(control, engine, endpoints, settings.caBundle());
  }

  private static S3Client control(
      S3Settings settings, Region region, AwsCredentialsProvider credentials) throws IOException {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .httpClientBuilder(AwsClients.http(CONTROL_SILENCE, settings.caBundle()))
            .overrideConfiguration(AwsClients.overrides(CONTROL_ATTEMPT));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }

  private static S3AsyncClient bulk(
      S3Settings settings, Region region, AwsCredentialsProvider credentials) {
    S3CrtAsyncClientBuilder builder =
        S3AsyncClient.crtBuilder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .targetThroughputInGbps(settings.targetThroughputGbps())
            .maxNativeMemoryLimitInBytes(settings.memoryLimit().bytes())
            .minimumPartSizeInBytes(PART.bytes())
            .initialReadBufferSizeInBytes(READ_WINDOW.bytes())
            .retryConfiguration(retries -> retries.numRetries(PART_RETRIES))
            .httpConfiguration(http ->
                http.connectionTimeout(AwsClients.CONNECT_TIMEOUT)
                    .connectionHealthConfiguration(health ->
                        health
                            .minimumThroughputInBps(LEAST_BYTES_PER_SECOND)
                            .minimumThroughputTimeout(SLOW)));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }

  private static Engine crtEngine(
      S3Settings settings,
      Region region,
      Endpoints endpoints,
      AwsCredentialsProvider credentials,
      S3Client control,
      Segments segments) {
    HttpMonitoringOptions health = new HttpMonitoringOptions();
    health.setMinThroughputBytesPerSecond(LEAST_BYTES_PER_SECOND);
    health.setAllowableThroughputFailureIntervalSeconds((int) SLOW.toSeconds());
    try (TlsContextOptions tlsOptions = tls(settings.caBundle())) {
      TlsContext tls = new TlsContext(tlsOptions);
      return new CrtEngine(
          crt(settings, region, tls, health),
          new HttpConnections(tls, health, SmallFetch.WIDTH),
          endpoints,
          credentials,
          control,
          segments);
    }
  }

  private static software.amazon.awssdk.crt.s3.S3Client crt(
      S3Settings settings, Region region, TlsContext tls, HttpMonitoringOptions health) {
    return new software.amazon.awssdk.crt.s3.S3Client(
        new S3ClientOptions()
            .withRegion(region.id())
            .withClientBootstrap(ClientBootstrap.getOrCreateStaticDefault())
            .withTlsContext(tls)
            .withThroughputTargetGbps(settings.targetThroughputGbps())
            .withMemoryLimitInBytes(settings.memoryLimit().bytes())
            .withPartSize(PART.bytes())
            .withConnectTimeoutMs((int) AwsClients.CONNECT_TIMEOUT.toMillis())
            .withHttpMonitoringOptions(health)
            .withStandardRetryOptions(
                new StandardRetryOptions()
                    .withBackoffRetryOptions(
                        new ExponentialBackoffRetryOptions().withMaxRetries(PART_RETRIES))));
  }

  private static TlsContextOptions tls(@Nullable Path caBundle) {
    TlsContextOptions options = TlsContextOptions.createDefaultClient();
    return caBundle == null
        ? options
        : options.withCertificateAuthorityFromPath(null, caBundle.toString());
  }

  static int eventLoops(double gbps) {
    int wanted = Math.max(2, (int) Math.ceil(gbps / GBPS_PER_EVENT_LOOP));
    return Math.min(wanted, Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  /// Lists and describes.
  S3Client control() {
    return control;
  }

  /// Why a call failed, where it is TLS that has failed; else null.
  @Nullable String tlsTrouble(String bucket, SdkException e) {
    return new TlsTrouble(endpoints.ofBucket(bucket), caBundle).behind(e);
  }

  /// Fetches.
  Engine engine() {
    return engine;
  }

  @Override
  public void close() {
    engine.close();
    control.close();
    CRT.releaseShutdownRef();
  }
}

package io.hydrant.source.s3;

import io.hydrant.aws.AwsClients;
import io.hydrant.catalog.ByteSize;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.crt.http.HttpMonitoringOptions;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.ExponentialBackoffRetryOptions;
import software.amazon.awssdk.crt.io.StandardRetryOptions;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;
import software.amazon.awssdk.crt.s3.S3ClientOptions;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;

/// Makes the engine that the settings ask for, with the CRT's settings for long transfers.
final class EngineMaker {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMaker.class);

  /// What a fetch is cut into, and what it goes on from.
  static final ByteSize PART = ByteSize.ofMebibytes(8);

  /// Per object. The SDK's default of ten parts lets an object that was uploaded in one piece have
  /// three connections only.
  private static final ByteSize READ_WINDOW = ByteSize.ofMebibytes(512);

  private static final int PART_RETRIES = 2;
  private static final long LEAST_BYTES_PER_SECOND = 1_000;
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final S3Settings settings;
  private final Region region;
  private final AwsCredentialsProvider credentials;

  EngineMaker(S3Settings settings, Region region, AwsCredentialsProvider credentials) {
    this.settings = settings;
    this.region = region;
    this.credentials = credentials;
  }

  Engine make(Endpoints endpoints, S3Client control, Segments segments) {
    return switch (settings.engine()) {
      case CRT -> crt(endpoints, control, segments);
      case TRANSFER_MANAGER -> new TransferManagerEngine(bulk());
    };
  }

  private S3AsyncClient bulk() {
    if (settings.caBundle() != null) {
      LOG.warn(
          "the engine 'transfer-manager' trusts the system's certificates only: use the engine"
              + " 'crt', or add those of '{}' to the system's",
          settings.caBundle());
    }
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

  private Engine crt(Endpoints endpoints, S3Client control, Segments segments) {
    HttpMonitoringOptions health = new HttpMonitoringOptions();
    health.setMinThroughputBytesPerSecond(LEAST_BYTES_PER_SECOND);
    health.setAllowableThroughputFailureIntervalSeconds((int) SLOW.toSeconds());
    try (TlsContextOptions tlsOptions = tls()) {
      TlsContext tls = new TlsContext(tlsOptions);
      return new CrtEngine(
          new LentClient(
              EventLoops.writing(settings.targetThroughputGbps()),
              bootstrap -> client(bootstrap, tls, health)),
          new HttpConnections(tls, health, SmallFetch.WIDTH),
          endpoints,
          credentials,
          control,
          segments);
    }
  }

  private software.amazon.awssdk.crt.s3.S3Client client(
      ClientBootstrap bootstrap, TlsContext tls, HttpMonitoringOptions health) {
    return new software.amazon.awssdk.crt.s3.S3Client(
        new S3ClientOptions()
            .withRegion(region.id())
            .withClientBootstrap(bootstrap)
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

  private TlsContextOptions tls() {
    TlsContextOptions options = TlsContextOptions.createDefaultClient();
    return settings.caBundle() == null
        ? options
        : options.withCertificateAuthorityFromPath(null, settings.caBundle().toString());
  }
}

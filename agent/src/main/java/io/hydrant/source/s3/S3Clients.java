package io.hydrant.source.s3;

import io.hydrant.aws.AwsClients;
import io.hydrant.aws.TlsTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The clients that reach S3. A process needs one of these, whatever the number of its sources:
/// connections and native memory are counted per client. Thread-safe.
///
/// Close it after the last call has returned. Closing while the CRT still transfers would leave it
/// writing to a file that nobody expects to change; a fetch only returns when that is over.
public final class S3Clients implements AutoCloseable {
  /// A page of a thousand keys has some 300 KB.
  private static final Duration CONTROL_ATTEMPT = Duration.ofSeconds(12);

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
    // Once per process: the CRT's default is a thread for every processor.
    EventLoopGroup.setStaticDefaultNumThreads(EventLoops.shared(settings.targetThroughputGbps()));
    Endpoints endpoints = new Endpoints(region, settings.endpoint(), settings.pathStyle());
    S3Client control = control(settings, region, credentials);
    Engine engine =
        new EngineMaker(settings, region, credentials).make(endpoints, control, segments);
    return new S3Clients(control, engine, endpoints, settings.caBundle());
  }

  private static S3Client control(
      S3Settings settings, Region region, AwsCredentialsProvider credentials) throws IOException {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .httpClientBuilder(AwsClients.http(settings.caBundle()))
            .overrideConfiguration(
                AwsClients.overrides(CONTROL_ATTEMPT).toBuilder()
                    .addExecutionInterceptor(new ListedPages())
                    .build());
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
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

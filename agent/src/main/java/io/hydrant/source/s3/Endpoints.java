package io.hydrant.source.s3;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Where S3 has an object, by the SDK's own rules: the bucket in the host name or in the path,
/// other endpoints, FIPS and dual stack as the environment or the profile asks for them.
final class Endpoints {

  /// An address of one object, or of a bucket without the slash.
  ///
  /// @param endpoint scheme, host and port
  /// @param path encoded, from the slash on
  /// @param region to sign for
  record Address(URI endpoint, String path, String region) {

    /// As the header `Host` has it.
    String host() {
      return endpoint.getAuthority();
    }
  }

  private final Map<String, Address> bases = new ConcurrentHashMap<>();
  private final S3EndpointProvider provider = S3EndpointProvider.defaultProvider();
  private final Region region;
  private final @Nullable URI endpoint;
  private final boolean pathStyle;
  private final boolean fips;
  private final boolean dualStack;

  Endpoints(Region region, @Nullable URI endpoint, boolean pathStyle) {
    this.region = region;
    this.endpoint = endpoint;
    this.pathStyle = pathStyle;
    this.fips = FipsEnabledProvider.builder().build().isFipsEnabled().orElse(false);
    this.dualStack = DualstackEnabledProvider.builder().build().isDualstackEnabled().orElse(false);
  }

  /// Where an object is.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when the rules forbid the
  ///   combination
  Address of(String bucket, String key) {
    Address base = baseOf(bucket);
    return new Address(
        base.endpoint(),
        base.path() + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key),
        base.region());
  }

  /// The scheme, host and port of a bucket.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when the rules forbid the
  ///   combination
  URI ofBucket(String bucket) {
    return server(resolve(bucket).endpointUrl().toUri());
  }

  /// The rules look at no key, so they are asked once for a bucket.
  private Address baseOf(String bucket) {
    return bases.computeIfAbsent(
        bucket,
        _ -> {
          Endpoint resolved = resolve(bucket);
          URI url = resolved.endpointUrl().toUri();
          return new Address(server(url), url.getRawPath(), signingRegion(resolved));
        });
  }

  private static URI server(URI url) {
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }

  private Endpoint resolve(String bucket) {
    S3EndpointParams.Builder parameters =
        S3EndpointParams.builder()
            .bucket(bucket)
            .region(region)
            .forcePathStyle(pathStyle)
            .useFips(fips)
            .useDualStack(dualStack);
    if (endpoint != null) {
      parameters.endpoint(endpoint.toString());
    }
    // Rules without input or output: it is complete when it is returned.
    return provider.resolveEndpoint(parameters.build()).join();
  }

  private static String signingRegion(Endpoint resolved) {
    List<EndpointAuthScheme> schemes = resolved.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
    return schemes.stream()
        .filter(SigV4AuthScheme.class::isInstance)
        .map(scheme -> ((SigV4AuthScheme) scheme).signingRegion())
        .findFirst()
        .orElseThrow(() ->
            SdkClientException.create(
                "the engine 'crt' signs with SigV4 and "
                    + resolved.endpointUrl().toUri()
                    + " wants something else"));
  }
}

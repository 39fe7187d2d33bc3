package io.hydrant.source.s3;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.crt.auth.credentials.CachedCredentialsProvider.CachedCredentialsProviderBuilder;
import software.amazon.awssdk.crt.auth.credentials.Credentials;
import software.amazon.awssdk.crt.auth.credentials.CredentialsProvider;
import software.amazon.awssdk.crt.auth.credentials.DelegateCredentialsProvider.DelegateCredentialsProviderBuilder;

/// Gives the CRT the credentials that the SDK finds, so that there is one chain of them: Pod
/// Identity, profiles, environment, instance metadata.
final class CrtCredentials {
  /// Thousands of small models are fetched in that time. The SDK renews credentials a minute or
  /// more before they expire.
  private static final int KEPT_SECONDS = 5;

  private CrtCredentials() {}

  /// @param provider is asked again when its answer is as old as the CRT may keep it; it must
  ///   answer from memory
  static CredentialsProvider of(AwsCredentialsProvider provider) {
    CredentialsProvider delegate =
        new DelegateCredentialsProviderBuilder()
            .withHandler(() -> of(provider.resolveCredentials()))
            .build();
    try (delegate) {
      return new CachedCredentialsProviderBuilder()
          .withCachedProvider(delegate)
          .withCachingDurationInSeconds(KEPT_SECONDS)
          .build();
    }
  }

  private static Credentials of(AwsCredentials credentials) {
    String token =
        credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null;
    return new Credentials(
        bytes(credentials.accessKeyId()), bytes(credentials.secretAccessKey()), bytesOrNull(token));
  }

  private static byte @Nullable [] bytesOrNull(@Nullable String text) {
    return text == null ? null : bytes(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

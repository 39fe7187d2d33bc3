package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/// The engine `crt` finds S3 where the SDK does.
class EndpointsTest {
  private static final String FIPS = "aws.useFipsEndpoint";
  private static final String DUAL_STACK = "aws.useDualstackEndpoint";

  @AfterEach
  void unset() {
    System.clearProperty(FIPS);
    System.clearProperty(DUAL_STACK);
  }

  @ParameterizedTest
  @CsvSource({
    "models, eu-central-1, , false, https://models.s3.eu-central-1.amazonaws.com, /a/b",
    "models, us-east-1, , false, https://models.s3.us-east-1.amazonaws.com, /a/b",
    "models, cn-north-1, , false, https://models.s3.cn-north-1.amazonaws.com.cn, /a/b",
    "models, eu-central-1, , true, https://s3.eu-central-1.amazonaws.com, /models/a/b",
    // A certificate for *.s3 does not cover two more labels.
    "my.models, eu-central-1, , false, https://s3.eu-central-1.amazonaws.com, /my.models/a/b",
    "models, us-east-1, http://127.0.0.1:9000, true, http://127.0.0.1:9000, /models/a/b",
    "models, us-east-1, http://s3.local:9000, false, http://models.s3.local:9000, /a/b",
    "models, us-east-1, https://s3.local/below, true, https://s3.local, /below/models/a/b",
  })
  void theBucketIsInTheHostOrInThePath(
      String bucket,
      String region,
      @Nullable String endpoint,
      boolean pathStyle,
      String address,
      String path) {
    Endpoints.Address found = endpoints(region, endpoint, pathStyle).of(bucket, "a/b");

    assertThat(found.endpoint()).isEqualTo(URI.create(address));
    assertThat(found.path()).isEqualTo(path);
    assertThat(found.region()).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, https://models.s3-fips.us-east-1.amazonaws.com",
    "false, true, https://models.s3.dualstack.us-east-1.amazonaws.com",
    "true, true, https://models.s3-fips.dualstack.us-east-1.amazonaws.com",
  })
  void fipsAndDualStackAreTakenFromTheEnvironment(String fips, String dualStack, String address) {
    System.setProperty(FIPS, fips);
    System.setProperty(DUAL_STACK, dualStack);

    assertThat(endpoints("us-east-1", null, false).of("models", "a").endpoint())
        .isEqualTo(URI.create(address));
  }

  @Test
  void aKeyIsEncodedAndItsSlashesAreKept() {
    assertThat(endpoints("us-east-1", null, false).of("models", "a/ü b+c%d?e#f").path())
        .isEqualTo("/a/%C3%BC%20b%2Bc%25d%3Fe%23f");
  }

  @Test
  void theHostHasAPortOnlyWhereItIsNotTheSchemesOwn() {
    assertThat(endpoints("us-east-1", "http://127.0.0.1:9000", true).of("models", "a").host())
        .isEqualTo("127.0.0.1:9000");
    assertThat(endpoints("us-east-1", null, false).of("models", "a").host())
        .isEqualTo("models.s3.us-east-1.amazonaws.com");
  }

  @Test
  void aBucketThatWantsAnotherSignatureIsRefused() {
    assertThatThrownBy(() -> endpoints("us-east-1", null, false).of("models--use1-az4--x-s3", "a"))
        .isInstanceOf(SdkException.class)
        .hasMessageContaining("signs with SigV4");
  }

  private static Endpoints endpoints(String region, @Nullable String endpoint, boolean pathStyle) {
    return new Endpoints(
        Region.of(region), endpoint == null ? null : URI.create(endpoint), pathStyle);
  }
}

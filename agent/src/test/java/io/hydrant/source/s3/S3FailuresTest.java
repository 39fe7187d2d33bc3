package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.source.s3.S3Failures.Operation;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {
  private final S3Failures failures = new S3Failures("models");

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, GONE",
    "404, NoSuchVersion, GONE",
    "404, , GONE",
    "404, NoSuchBucket, NO_BUCKET",
    "301, PermanentRedirect, NO_BUCKET",
    "301, , NO_BUCKET",
    "400, AuthorizationHeaderMalformed, NO_BUCKET",
    "412, PreconditionFailed, CHANGED",
    "412, , CHANGED",
    "403, InvalidObjectState, ARCHIVED",
    "403, AccessDenied, FORBIDDEN",
    "403, , FORBIDDEN",
    "400, KMS.DisabledException, FORBIDDEN",
    "403, InvalidAccessKeyId, CREDENTIALS",
    "403, SignatureDoesNotMatch, CREDENTIALS",
    "400, ExpiredToken, CREDENTIALS",
    "400, InvalidToken, CREDENTIALS",
    "403, RequestTimeTooSkewed, CREDENTIALS",
    "401, , CREDENTIALS",
    "503, SlowDown, THROTTLED",
    "503, , THROTTLED",
    "429, , THROTTLED",
    "400, RequestTimeout, UNREACHABLE",
    "504, , UNREACHABLE",
    "500, InternalError, FAILED",
    "400, SomethingElse, FAILED",
  })
  void anAnswerOfS3HasItsKind(int status, @Nullable String code, Kind kind) {
    assertThat(failures.of(Operation.GET, "key", answer(status, code)).kind()).isEqualTo(kind);
  }

  @Test
  void aListingThatIsNotFoundIsAMissingBucketEvenWithoutACode() {
    assertThat(failures.of(Operation.LIST, "", answer(404, null)).kind()).isEqualTo(Kind.NO_BUCKET);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ERROR_NO_SPACE, DISK",
    "AWS_ERROR_FILE_INVALID_PATH, DISK",
    "AWS_ERROR_MAX_FDS_EXCEEDED, DISK",
    "AWS_ERROR_FILE_OPEN_FAILURE, DISK",
    "AWS_ERROR_FILE_WRITE_FAILURE, DISK",
    "AWS_ERROR_S3_OBJECT_MODIFIED, CHANGED",
    "AWS_ERROR_S3_RESPONSE_CHECKSUM_MISMATCH, FAILED",
    "AWS_ERROR_S3_INTERNAL_ERROR, FAILED",
    "AWS_ERROR_S3_INVALID_RESPONSE_STATUS, FAILED",
    "AWS_ERROR_S3_SLOW_DOWN, THROTTLED",
    "AWS_IO_SOCKET_CLOSED, UNREACHABLE",
    "AWS_IO_SOCKET_TIMEOUT, UNREACHABLE",
    "AWS_IO_DNS_QUERY_FAILED, UNREACHABLE",
    "AWS_ERROR_HTTP_CHANNEL_THROUGHPUT_FAILURE, UNREACHABLE",
    "AWS_AUTH_SIGNING_NO_CREDENTIALS, CREDENTIALS",
    "AWS_AUTH_CREDENTIALS_PROVIDER_DELEGATE_FAILURE, CREDENTIALS",
  })
  void anErrorOfTheCrtHasItsKind(String name, Kind kind) {
    SdkException failure =
        SdkClientException.create("Failed to send the request: " + sentenceOf(name));

    assertThat(failures.of(Operation.GET, "key", failure).kind()).isEqualTo(kind);
  }

  @Test
  void aTimeoutOfTheSdkIsUnreachable() {
    SdkException failure = ApiCallAttemptTimeoutException.create(20_000);

    assertThat(failures.of(Operation.HEAD, "key", failure).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unable to load credentials from any of the providers in the chain",
        "Failed to refresh credentials"
      })
  void aFailureOfACredentialsProviderIsAMatterOfCredentials(String message) {
    SdkException failure = SdkClientException.create(message);

    assertThat(failures.of(Operation.LIST, "", failure).kind()).isEqualTo(Kind.CREDENTIALS);
  }

  @Test
  void aMessageSaysWhatWhichWhyAndWhatToDoNext() {
    SdkException cause = answer(403, "AccessDenied");

    SourceException failure = failures.of(Operation.GET, "loras/a b.safetensors", cause);

    assertThat(failure)
        .hasMessage(
            "GET s3://models/loras/a b.safetensors: it is so (status 403 AccessDenied, request R1):"
                + " grant s3:GetObject on the bucket 'models', and kms:Decrypt where a KMS key"
                + " encrypts the object")
        .hasCause(cause);
  }

  @Test
  void aMissingRightToListIsNamed() {
    assertThat(failures.of(Operation.LIST, "prod/", answer(403, "AccessDenied")))
        .hasMessageStartingWith("LIST s3://models/prod/: ")
        .hasMessageContaining("grant s3:ListBucket on the bucket 'models'");
  }

  @Test
  void aBucketOfAnotherRegionNamesTheRegionToSet() {
    SdkException answer =
        S3Exception.builder()
            .statusCode(301)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("PermanentRedirect")
                    .errorMessage("another endpoint")
                    .sdkHttpResponse(
                        SdkHttpResponse.builder()
                            .statusCode(301)
                            .putHeader("x-amz-bucket-region", "eu-central-1")
                            .build())
                    .build())
            .build();

    assertThat(failures.of(Operation.LIST, "", answer))
        .hasMessageEndingWith("set 'region' to eu-central-1");
  }

  private static SdkException answer(int status, @Nullable String code) {
    return S3Exception.builder()
        .statusCode(status)
        .requestId("R1")
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("it is so").build())
        .build();
  }

  private static String sentenceOf(String crtError) {
    // Each library of the CRT has a thousand numbers of its own, of which it uses the first.
    return IntStream.range(0, 16)
        .flatMap(library -> IntStream.range(library * 1024, library * 1024 + 200))
        .filter(code -> crtError.equals(CRT.awsErrorName(code)))
        .mapToObj(CRT::awsErrorString)
        .findAny()
        .orElseThrow();
  }
}

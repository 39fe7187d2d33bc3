package io.hydrant.source.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpHeader;
import software.amazon.awssdk.crt.s3.S3FinishedResponseContext;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Says what stopped the CRT in the exceptions of the SDK, so that both engines' failures are
/// sorted in one place.
final class CrtErrors {
  private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

  private CrtErrors() {}

  /// An [S3Exception] when S3 answered with an error, a client exception otherwise.
  static SdkException of(S3FinishedResponseContext end) {
    return end.getResponseStatus() >= 300
        ? answer(
            end.getResponseStatus(),
            end.getErrorHeaders() == null ? List.of() : List.of(end.getErrorHeaders()),
            end.getErrorPayload() == null
                ? ""
                : new String(end.getErrorPayload(), StandardCharsets.UTF_8))
        : client(end.getErrorCode(), end.getCause());
  }

  static SdkException client(int error, @Nullable Throwable cause) {
    return SdkClientException.create(
        CRT.awsErrorString(error) + " (" + CRT.awsErrorName(error) + ")", cause);
  }

  /// What S3 means by an answer that is an error.
  static SdkException answer(int status, List<HttpHeader> headers, String body) {
    SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(status);
    headers.forEach(header -> response.appendHeader(header.getName(), header.getValue()));
    SdkHttpFullResponse built = response.build();
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .serviceName("S3")
            .errorCode(first(CODE, body))
            .errorMessage(first(MESSAGE, body))
            .sdkHttpResponse(built)
            .build();
    return (SdkException)
        S3Exception.builder()
            .statusCode(status)
            .requestId(built.firstMatchingHeader("x-amz-request-id").orElse(null))
            .message(details.errorMessage())
            .awsErrorDetails(details)
            .build();
  }

  private static @Nullable String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    return matcher.find() ? matcher.group(1) : null;
  }
}

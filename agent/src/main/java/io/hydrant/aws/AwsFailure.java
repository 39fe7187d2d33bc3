package io.hydrant.aws;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Why AWS did not do what was asked of it.
///
/// @param reason the words of the service or of the SDK, with status, error code and request id
///   where there are any
public record AwsFailure(Sort sort, String reason) {

  /// What kind of reason it is, as far as it is the same for all services.
  public enum Sort {
    /// The credentials are valid and lack a right.
    FORBIDDEN,
    /// There are no credentials, or the service does not accept them.
    CREDENTIALS,
    /// The resource is in another region.
    OTHER_REGION,
    /// The service asks to slow down.
    THROTTLED,
    /// No answer: name, connection, reset, timeout.
    UNREACHABLE,
    /// Anything else.
    FAILED
  }

  private static final Set<String> CREDENTIAL_CODES =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidToken",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "TokenRefreshRequired",
          "NotSignedUp",
          // The signature is judged by the clock.
          "RequestTimeTooSkewed",
          "RequestExpired");

  private static final Set<String> REGION_CODES =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");

  private static final Set<String> THROTTLE_CODES =
      Set.of(
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "BandwidthLimitExceeded",
          "ServiceUnavailable");

  /// Codes of status 400 that tell of the connection, not of the request.
  private static final Set<String> CONNECTION_CODES = Set.of("RequestTimeout");

  private static final Map<Integer, Sort> SORT_OF_STATUS =
      Map.of(
          301, Sort.OTHER_REGION,
          307, Sort.OTHER_REGION,
          401, Sort.CREDENTIALS,
          403, Sort.FORBIDDEN,
          429, Sort.THROTTLED,
          503, Sort.THROTTLED,
          504, Sort.UNREACHABLE);

  /// Whether the call failed because its thread was interrupted. The thread's flag is set then; the
  /// SDK keeps it in most places and not in all.
  public static boolean isInterruption(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  /// Sorts an exception of the SDK that is no interruption.
  public static AwsFailure of(SdkException e) {
    return e instanceof AwsServiceException service
        ? new AwsFailure(sortOf(service), reasonOf(service))
        : new AwsFailure(sortOfClientFailure(e), String.valueOf(e.getMessage()));
  }

  /// The error code of the service, such as `NoSuchKey`; empty where it told none, as in all
  /// answers to HEAD.
  public static String codeOf(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  private static Sort sortOf(AwsServiceException e) {
    String code = codeOf(e);
    if (CREDENTIAL_CODES.contains(code)) {
      return Sort.CREDENTIALS;
    }
    if (REGION_CODES.contains(code)) {
      return Sort.OTHER_REGION;
    }
    if (THROTTLE_CODES.contains(code)) {
      return Sort.THROTTLED;
    }
    if (CONNECTION_CODES.contains(code)) {
      return Sort.UNREACHABLE;
    }
    // An object whose KMS key is disabled, deleted or withheld; S3 says 400 to some of these.
    if (code.startsWith("AccessDenied") || code.startsWith("KMS.")) {
      return Sort.FORBIDDEN;
    }
    return SORT_OF_STATUS.getOrDefault(e.statusCode(), Sort.FAILED);
  }

  private static String reasonOf(AwsServiceException e) {
    StringBuilder reason = new StringBuilder();
    if (e.awsErrorDetails() != null && e.awsErrorDetails().errorMessage() != null) {
      reason.append(e.awsErrorDetails().errorMessage()).append(' ');
    }
    reason.append("(status ").append(e.statusCode());
    if (!codeOf(e).isEmpty()) {
      reason.append(' ').append(codeOf(e));
    }
    if (e.requestId() != null) {
      reason.append(", request ").append(e.requestId());
    }
    return reason.append(')').toString();
  }

  private static Sort sortOfClientFailure(SdkException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("credentials") ? Sort.CREDENTIALS : Sort.UNREACHABLE;
  }
}

package io.hydrant.source.s3;

import io.hydrant.aws.AwsFailure;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;

/// Sorts failures at one bucket and puts them into words that say what to do next.
final class S3Failures {

  /// What was asked of S3.
  enum Operation {
    LIST("s3:ListBucket"),
    HEAD("s3:GetObject"),
    GET("s3:GetObject"),
    ATTRIBUTES("s3:GetObjectAttributes");

    private final String action;

    Operation(String action) {
      this.action = action;
    }
  }

  private static final Map<String, Kind> KIND_OF_CODE =
      Map.of(
          "NoSuchKey", Kind.GONE,
          "NoSuchVersion", Kind.GONE,
          "NoSuchBucket", Kind.NO_BUCKET,
          "PreconditionFailed", Kind.CHANGED,
          "InvalidObjectState", Kind.ARCHIVED);

  /// Errors of the CRT for which the transfer manager has nothing but the CRT's sentence.
  private static final Map<String, Kind> KIND_OF_SENTENCE =
      Map.of(
          sentence(2), Kind.DISK, // AWS_ERROR_NO_SPACE
          sentence(44), Kind.DISK, // AWS_ERROR_FILE_INVALID_PATH
          sentence(45), Kind.DISK, // AWS_ERROR_MAX_FDS_EXCEEDED
          sentence(57), Kind.DISK, // AWS_ERROR_FILE_OPEN_FAILURE
          sentence(59), Kind.DISK, // AWS_ERROR_FILE_WRITE_FAILURE
          sentence(14341), Kind.FAILED, // AWS_ERROR_S3_INTERNAL_ERROR
          sentence(14342), Kind.THROTTLED, // AWS_ERROR_S3_SLOW_DOWN
          sentence(14343), Kind.FAILED, // AWS_ERROR_S3_INVALID_RESPONSE_STATUS
          sentence(14350), Kind.FAILED, // AWS_ERROR_S3_RESPONSE_CHECKSUM_MISMATCH
          sentence(14356), Kind.CHANGED); // AWS_ERROR_S3_OBJECT_MODIFIED

  private final String bucket;

  S3Failures(String bucket) {
    this.bucket = bucket;
  }

  /// @param subject the key, or the prefix of a listing
  SourceException of(Operation operation, String subject, SdkException e) {
    AwsFailure failure = AwsFailure.of(e);
    Kind kind = kindOf(operation, e, failure);
    return of(
        kind,
        operation,
        subject,
        failure.reason() + ": " + nextStep(operation, kind, failure, e),
        e);
  }

  SourceException of(
      Kind kind, Operation operation, String subject, String reason, @Nullable Throwable cause) {
    return new SourceException(
        kind, "%s s3://%s/%s: %s".formatted(operation, bucket, subject, reason), cause);
  }

  private static Kind kindOf(Operation operation, SdkException e, AwsFailure failure) {
    Kind kind =
        e instanceof AwsServiceException service
            ? kindOfAnswer(operation, service)
            : kindOfSentence(failure.reason());
    if (kind != null) {
      return kind;
    }
    return switch (failure.sort()) {
      case FORBIDDEN -> Kind.FORBIDDEN;
      case CREDENTIALS -> Kind.CREDENTIALS;
      case OTHER_REGION -> Kind.NO_BUCKET;
      case THROTTLED -> Kind.THROTTLED;
      case UNREACHABLE -> Kind.UNREACHABLE;
      case FAILED -> Kind.FAILED;
    };
  }

  private static @Nullable Kind kindOfAnswer(Operation operation, AwsServiceException answer) {
    Kind kind = KIND_OF_CODE.get(AwsFailure.codeOf(answer));
    if (kind != null) {
      return kind;
    }
    // The answers to HEAD have no body and so no code; the transfer manager begins with a HEAD.
    return switch (answer.statusCode()) {
      case 404 -> operation == Operation.LIST ? Kind.NO_BUCKET : Kind.GONE;
      case 412 -> Kind.CHANGED;
      default -> null;
    };
  }

  private static @Nullable Kind kindOfSentence(String reason) {
    return KIND_OF_SENTENCE.entrySet().stream()
        .filter(each -> reason.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findAny()
        .orElse(null);
  }

  private String nextStep(Operation operation, Kind kind, AwsFailure failure, SdkException e) {
    return switch (kind) {
      case GONE, CHANGED -> "its key must be looked at again";
      case ARCHIVED -> "restore the object first";
      case FORBIDDEN ->
          "grant %s on the bucket '%s', and kms:Decrypt where a KMS key encrypts the object"
              .formatted(operation.action, bucket);
      case CREDENTIALS -> "give the agent valid AWS credentials, and the node the right time";
      case NO_BUCKET ->
          failure.sort() == AwsFailure.Sort.OTHER_REGION
              ? "set 'region' to " + bucketRegion(e)
              : "correct 'bucket', 'region' or 's3-endpoint-url'";
      case THROTTLED -> "S3 asks to slow down";
      case UNREACHABLE -> "check 's3-endpoint-url', 'region', DNS and the route to S3";
      case FAILED -> "S3 did not do it";
      case DISK -> "make room, or give the agent the right to write";
      case CANCELLED -> "it was interrupted";
    };
  }

  private static String bucketRegion(SdkException e) {
    return e instanceof AwsServiceException service
            && service.awsErrorDetails() != null
            && service.awsErrorDetails().sdkHttpResponse() != null
        ? service
            .awsErrorDetails()
            .sdkHttpResponse()
            .firstMatchingHeader("x-amz-bucket-region")
            .orElse("the bucket's")
        : "the bucket's";
  }

  private static String sentence(int crtError) {
    return CRT.awsErrorString(crtError);
  }
}

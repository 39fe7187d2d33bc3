package io.hydrant.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// What AWS answers when it does not do what it is asked for.
public final class AwsAnswers {
  private AwsAnswers() {}

  /// An answer of SQS with the message 'it is so' and the request id R1.
  public static SdkException of(int status, String code) {
    return SqsException.builder()
        .statusCode(status)
        .requestId("R1")
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("it is so").build())
        .build();
  }
}

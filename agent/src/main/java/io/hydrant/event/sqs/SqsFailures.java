package io.hydrant.event.sqs;

import io.hydrant.aws.AwsFailure;
import io.hydrant.aws.TlsTrouble;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Puts failures at one queue into words that say what to do next.
final class SqsFailures {
  private static final Set<String> NO_QUEUE_CODES =
      Set.of("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "InvalidAddress");

  private final String queueUrl;
  private final TlsTrouble tls;

  SqsFailures(String queueUrl, TlsTrouble tls) {
    this.queueUrl = queueUrl;
    this.tls = tls;
  }

  /// @param action the IAM action of the call, such as `sqs:ReceiveMessage`
  IOException of(String action, SdkException e) {
    AwsFailure failure = AwsFailure.of(e);
    String trouble = failure.sort() == AwsFailure.Sort.UNREACHABLE ? tls.behind(e) : null;
    String reason =
        trouble == null ? failure.reason() + ": " + nextStep(action, failure, e) : trouble;
    return new IOException(action + " on " + queueUrl + ": " + reason, e);
  }

  private static String nextStep(String action, AwsFailure failure, SdkException e) {
    if (e instanceof AwsServiceException service
        && NO_QUEUE_CODES.contains(AwsFailure.codeOf(service))) {
      return "create the queue, or correct 'queue-url' and 'region'";
    }
    return switch (failure.sort()) {
      case FORBIDDEN -> "grant " + action + " on the queue";
      case CREDENTIALS -> "give the agent valid AWS credentials, and the node the right time";
      case OTHER_REGION -> "set 'region' to the queue's";
      case THROTTLED -> "SQS asks to slow down";
      case UNREACHABLE -> "check 'sqs-endpoint-url', 'region', DNS and the route to SQS";
      case FAILED -> "SQS did not do it";
    };
  }
}

package io.hydrant.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.AwsAnswers;
import io.hydrant.aws.TlsTrouble;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class SqsFailuresTest {
  private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/node";

  private final SqsFailures failures =
      new SqsFailures(QUEUE, new TlsTrouble(URI.create(QUEUE), null));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDenied|grant sqs:ReceiveMessage on the queue",
        "403|AccessDeniedException|grant sqs:ReceiveMessage on the queue",
        "403|InvalidClientTokenId|give the agent valid AWS credentials, and the node the right time",
        "403|SignatureDoesNotMatch|give the agent valid AWS credentials, and the node the right time",
        "400|QueueDoesNotExist|create the queue, or correct 'queue-url' and 'region'",
        "400|AWS.SimpleQueueService.NonExistentQueue|create the queue, or correct 'queue-url' and 'region'",
        "403|RequestThrottled|SQS asks to slow down",
        "500|InternalFailure|SQS did not do it",
      })
  void anAnswerOfSqsNamesTheNextStep(int status, String code, String nextStep) {
    SdkException answer = AwsAnswers.of(status, code);

    assertThat(failures.of("sqs:ReceiveMessage", answer))
        .hasMessage(
            "sqs:ReceiveMessage on %s: it is so (status %d %s, request R1): %s"
                .formatted(QUEUE, status, code, nextStep))
        .hasCause(answer);
  }

  @Test
  void noAnswerNamesTheNextStep() {
    assertThat(failures.of("sqs:DeleteMessage", SdkClientException.create("socket is closed.")))
        .hasMessageContaining("socket is closed.")
        .hasMessageEndingWith("check 'sqs-endpoint-url', 'region', DNS and the route to SQS");
  }
}

package io.hydrant.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.AwsAnswers;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class QueueClientsTest {
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:hydrant-prod-i-0abc";

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, grant sqs:CreateQueue on " + QUEUE,
    "403, InvalidClientTokenId, 'give it valid AWS credentials, and the machine the right time'",
    "403, RequestThrottled, AWS asks to slow down",
    "400, InvalidAttributeValue, 'check ''topic-arn'', ''cluster'' and ''queue-prefix'''",
  })
  void aFailureNamesTheActionTheResourceAndTheNextStep(int status, String code, String nextStep) {
    SdkException answer = AwsAnswers.of(status, code);

    assertThatThrownBy(() -> call(answer))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("sqs:CreateQueue on " + QUEUE + ": it is so (status " + status)
        .hasMessageEndingWith(": " + nextStep)
        .hasCause(answer);
  }

  @Test
  void noAnswerNamesWhatToCheck() {
    assertThatThrownBy(() -> call(SdkClientException.create("socket is closed.")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("socket is closed.")
        .hasMessageEndingWith(
            "DNS, the route to SQS and SNS, and whether 'ca-bundle' has the authority of their certificates");
  }

  private static void call(SdkException failure) throws IOException {
    QueueClients.call(
        "sqs:CreateQueue",
        QUEUE,
        () -> {
          throw failure;
        });
  }
}

package io.hydrant.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the stand-ins for SQS do not keep, so that no integration test could see it.
class QueueShapeTest {
  private static final Topic TOPIC =
      Topic.parse("arn:aws-cn:sns:cn-north-1:123456789012:models-events");
  private static final String QUEUE = TOPIC.arnOfQueue("hydrant-prod-i-1");

  private final Map<QueueAttributeName, String> shape =
      QueueShape.node(QUEUE, TOPIC, TOPIC.arnOfQueue("dead"));

  @Test
  void messagesAreKeptForFourteenDaysAndEncrypted() {
    assertThat(shape).containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600");
    assertThat(QueueShape.deadLetters())
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600");
    assertThat(QueueShape.ENCRYPTION)
        .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
  }

  @Test
  void afterFiveReceivesAMessageGoesToTheDeadLetters() {
    JsonNode redrive = json(QueueAttributeName.REDRIVE_POLICY);

    assertThat(redrive.path("deadLetterTargetArn").asString())
        .isEqualTo("arn:aws-cn:sqs:cn-north-1:123456789012:dead");
    assertThat(redrive.path("maxReceiveCount").asString()).isEqualTo("5");
  }

  @Test
  void onlyTheTopicMaySend() {
    JsonNode statements = json(QueueAttributeName.POLICY).path("Statement");
    JsonNode statement = statements.path(0);

    assertThat(statements.size()).isEqualTo(1);
    assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
    assertThat(statement.path("Principal").path("Service").asString())
        .isEqualTo("sns.amazonaws.com");
    assertThat(statement.path("Action").asString()).isEqualTo("sqs:SendMessage");
    assertThat(statement.path("Resource").asString()).isEqualTo(QUEUE);
    assertThat(statement.path("Condition").path("ArnEquals").path("aws:SourceArn").asString())
        .isEqualTo(TOPIC.arn());
  }

  private JsonNode json(QueueAttributeName attribute) {
    return new JsonMapper().readTree(shape.getOrDefault(attribute, ""));
  }
}

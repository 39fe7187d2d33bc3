package io.hydrant.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class QueuesTest {
  private LocalCloud cloud;
  private SqsClient sqs;
  private String queue;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    cloud = LocalCloud.start(directory);
    sqs = cloud.newSqsClient();
    queue = cloud.createQueue("node");
  }

  @AfterEach
  void stop() {
    sqs.close();
    cloud.close();
  }

  @Test
  void theUrlLeadsToThisCloud() {
    assertThat(queue).startsWith(cloud.sqsEndpoint() + "/").endsWith("/node");
  }

  @Test
  void aReceivedMessageIsHiddenUntilItIsGivenBack() {
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
    Message message = receive(60).getFirst();
    assertThat(receive(60)).isEmpty();

    sqs.changeMessageVisibility(request ->
        request.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    assertThat(receive(60)).extracting(Message::body).containsExactly("hello");
  }

  @Test
  void aDeletedMessageDoesNotComeAgain() {
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
    Message message = receive(0).getFirst();
    sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));

    assertThat(receive(0)).isEmpty();
  }

  @Test
  void aDeletedQueueIsGone() {
    sqs.deleteQueue(request -> request.queueUrl(queue));

    assertThatThrownBy(() -> receive(0)).isInstanceOf(QueueDoesNotExistException.class);
  }

  private List<Message> receive(int visibilityTimeout) {
    return sqs.receiveMessage(
            request -> request.queueUrl(queue).visibilityTimeout(visibilityTimeout))
        .messages();
  }
}

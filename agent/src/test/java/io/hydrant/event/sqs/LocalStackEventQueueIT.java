package io.hydrant.event.sqs;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalStackProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/// [SqsEventQueue] on LocalStack.
class LocalStackEventQueueIT extends SqsEventQueueContract {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }
}

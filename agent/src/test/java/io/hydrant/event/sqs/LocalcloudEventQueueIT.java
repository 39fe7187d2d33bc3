package io.hydrant.event.sqs;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/// [SqsEventQueue] on localcloud.
class LocalcloudEventQueueIT extends SqsEventQueueContract {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }
}

package io.hydrant.event.sqs;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.GivenEndpointProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/// [SqsEventQueue] on the endpoint that the environment names.
class GivenEndpointEventQueueIT extends SqsEventQueueContract {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new GivenEndpointProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }
}

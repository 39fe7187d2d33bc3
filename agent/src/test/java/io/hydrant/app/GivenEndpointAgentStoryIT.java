package io.hydrant.app;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.GivenEndpointProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

class GivenEndpointAgentStoryIT extends AgentStory {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new GivenEndpointProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }
}

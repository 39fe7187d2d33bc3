package io.hydrant.app;

import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalcloudAgentStoryIT extends AgentStory {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  @Override
  Cloud cloud() {
    return CLOUD.cloud();
  }

  @Override
  boolean keepsVersions() {
    return false;
  }
}

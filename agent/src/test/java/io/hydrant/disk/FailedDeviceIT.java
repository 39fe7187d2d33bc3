package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.app.Agent;
import io.hydrant.app.Await;
import io.hydrant.app.CloudBucket;
import io.hydrant.app.Configs;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalcloudProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A whole agent on a disk that fails under it.
@Timeout(120)
class FailedDeviceIT extends LoopDeviceTest {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  @Test
  void theAgentIsNotReadyAnyMoreAndSaysWhy() throws Exception {
    world.disk("nvme1n1", LoopWorld.EC2, LoopWorld.LARGE);
    world.assertReady(world.prepare());
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud())) {
      bucket.put("loras/a", new byte[1000]);
      try (Agent agent =
          Agent.start(
              Configs.of(
                  CLOUD.cloud(),
                  bucket,
                  world.root(),
                  "reserve",
                  "1MiB",
                  "disk-check-interval",
                  "100ms"),
              CLOUD.cloud().credentials())) {
        Await.until(() -> agent.status().ready(), () -> agent.status().toString());

        world.must("xfs_io", "-x", "-c", "shutdown", world.root().toString());

        Await.until(
            () -> agent.status().phase() == Phase.DISK_FAILED, () -> agent.status().toString());
        AgentStatus status = agent.status();
        assertThat(status.ready()).isFalse();
        assertThat(status.message()).contains(world.root().toString(), "I/O errors");
      }
    }
  }
}

package io.hydrant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.config.AgentConfig;
import io.hydrant.status.Phase;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An agent whose disk leaves it while it works. Here its folder is moved away, as when the file
/// system is unmounted; `FailedDeviceIT` lets a device fail.
@Timeout(120)
class SickDiskIT {
  @RegisterExtension
  private static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final int LARGE = 40 << 20;

  @TempDir private Path folder;

  @Test
  void closesReadinessAndStopsFetchesUntilTheDiskIsBack() throws Exception {
    Path root = folder.resolve("models");
    try (CloudBucket bucket = new CloudBucket(CLOUD.cloud());
        FaultyProxy proxy = new FaultyProxy(CLOUD.cloud().s3Endpoint(), Fault.STALL, LARGE / 2)) {
      bucket.put("loras/a", new byte[1000]);
      AgentConfig config =
          Configs.of(
              CLOUD.cloud(),
              bucket,
              root,
              "s3-endpoint-url",
              proxy.endpoint().toString(),
              "disk-check-interval",
              "100ms");
      try (Agent agent = Agent.start(config, CLOUD.cloud().credentials())) {
        Await.until(() -> agent.status().ready(), () -> agent.status().toString());
        bucket.put("checkpoints/large", new byte[LARGE]);
        Await.until(() -> !agent.status().active().isEmpty(), () -> agent.status().toString());

        Files.move(root.resolve(".hydrant"), folder.resolve("gone"));
        Await.until(
            () -> agent.status().phase() == Phase.DISK_FAILED && agent.status().active().isEmpty(),
            () -> agent.status().toString());
        assertThat(agent.status().ready()).isFalse();
        assertThat(agent.status().message()).contains(root.toString(), "is not mounted");
        assertThat(get(agent, "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(agent, "/livez").statusCode()).isEqualTo(200);
        assertThat(get(agent, "/metrics").body())
            .contains("hydrant_disk_healthy 0.0", "hydrant_ready 0.0");

        proxy.heal();
        Files.move(folder.resolve("gone"), root.resolve(".hydrant"));
        Await.until(
            () -> agent.status().phase() == Phase.READY && Tree.of(root).equals(bucket.tree()),
            () -> agent.status().toString());
        assertThat(get(agent, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(agent, "/metrics").body())
            .contains("hydrant_disk_healthy 1.0", "hydrant_ready 1.0");
      }
    }
  }

  private static HttpResponse<String> get(Agent agent, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.address().getPort() + path))
              .build(),
          BodyHandlers.ofString());
    }
  }
}

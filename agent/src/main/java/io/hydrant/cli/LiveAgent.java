package io.hydrant.cli;

import io.hydrant.app.Agent;
import io.hydrant.app.DryRun;
import io.hydrant.config.AgentConfig;
import io.hydrant.plan.Plan;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// The agent with the credentials that the AWS SDK finds: environment, profile, Pod Identity, and
/// so on.
final class LiveAgent implements AgentEntry {

  /// {@inheritDoc}
  ///
  /// SIGTERM and SIGINT end it in order: the process waits until all is closed.
  @Override
  public void run(AgentConfig config) throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  stop.countDown();
                  awaitQuietly(closed);
                }));
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
        Agent _ = Agent.start(config, credentials)) {
      stop.await();
    } finally {
      closed.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Plan plan(AgentConfig config) throws IOException {
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      return DryRun.plan(config, credentials);
    }
  }
}

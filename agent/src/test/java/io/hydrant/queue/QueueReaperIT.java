package io.hydrant.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueueReaperIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofMinutes(31));
  private static final Instant LATER_STILL = LATER.plus(Duration.ofMinutes(5));

  @TempDir private Path folder;
  private QueueCloud cloud;

  @BeforeEach
  void start() throws IOException {
    cloud = new QueueCloud(folder);
    for (String node : new String[] {"i-1", "i-2", "i-3"}) {
      cloud.queue("prod", node, InstantSource.fixed(START)).ensure();
    }
    cloud.queue("other", "i-9", InstantSource.fixed(START)).ensure();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void twoRunsRemoveExactlyTheQueuesOfNodesThatAreGone() throws IOException {
    Set<String> before = cloud.queues();
    run(LATER, false);
    assertThat(cloud.queues()).isEqualTo(before);

    run(LATER_STILL, false);
    assertThat(cloud.queues())
        .containsExactlyInAnyOrder(
            "hydrant-prod-i-2",
            "hydrant-prod-dead-letters",
            "hydrant-other-i-9",
            "hydrant-other-dead-letters");
    assertThat(cloud.subscribed()).containsExactly("hydrant-other-i-9", "hydrant-prod-i-2");
  }

  @Test
  void aDryRunChangesNothingHoweverOften() throws IOException {
    Set<String> before = cloud.queues();
    run(LATER, true);
    QueueReaper.Report report = run(LATER_STILL, true);

    assertThat(report.queues()).hasSize(3).hasAtLeastOneElementOfType(Verdict.Note.class);
    assertThat(cloud.queues()).isEqualTo(before);
  }

  @Test
  void anEmptyListOfNodesIsRefused() {
    QueueReaper reaper = cloud.reaper("prod", Set.of(), 10, InstantSource.fixed(LATER));

    assertThatThrownBy(() -> reaper.run(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("list of nodes is empty");
  }

  @Test
  void aSubscriptionWhoseQueueAndNodeAreGoneIsRemoved() throws IOException {
    for (String node : new String[] {"i-1", "i-2"}) {
      cloud.deleteQueue(cloud.queue("prod", node, InstantSource.fixed(START)).ensure());
    }
    QueueReaper.Report report = run(LATER, false);

    assertThat(report.subscriptions()).singleElement().asString().endsWith(":hydrant-prod-i-1");
    assertThat(cloud.subscribed())
        .containsExactly("hydrant-other-i-9", "hydrant-prod-i-2", "hydrant-prod-i-3");
  }

  /// Only node i-2 is there.
  private QueueReaper.Report run(Instant now, boolean dry) throws IOException {
    return cloud.reaper("prod", Set.of("i-2", "i-9"), 10, InstantSource.fixed(now)).run(dry);
  }
}

package io.hydrant.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskHealthTest {
  private static final Health HEALTHY = new Health.Healthy(ByteSize.ZERO, ByteSize.ZERO);

  @TempDir Path root;

  @Test
  void aDirectoryThatTakesBytesAndGivesThemBackIsHealthy() throws Exception {
    Path own = Files.createDirectory(root.resolve(".hydrant"));
    Health health = new DiskHealth(Duration.ofSeconds(30)).check(root);
    assertThat(health).isInstanceOf(Health.Healthy.class);
    assertThat(((Health.Healthy) health).size().bytes()).isPositive();
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatIsNotPreparedIsSick() throws Exception {
    assertThat(new DiskHealth(Duration.ofSeconds(30)).check(root))
        .isEqualTo(
            new Health.Sick(
                "'"
                    + root
                    + "' has no folder .hydrant: it is not prepared, or its disk is not mounted"));
  }

  @Test
  void whatAKilledCheckLeftIsWrittenOver() throws Exception {
    Files.createDirectory(root.resolve(".hydrant"));
    Path left = new NodeLayout(root).healthProbe();
    Files.write(left, new byte[100_000]);
    assertThat(new DiskHealth(Duration.ofSeconds(30)).check(root))
        .isInstanceOf(Health.Healthy.class);
    assertThat(left).doesNotExist();
  }

  /// Whoever can write into the folder must not lead a check by root elsewhere.
  @Test
  void aLinkInThePlaceOfTheProbeIsNotFollowed() throws Exception {
    Files.createDirectory(root.resolve(".hydrant"));
    Path precious = Files.writeString(root.resolve("precious"), "mine");
    Files.createSymbolicLink(new NodeLayout(root).healthProbe(), precious);
    assertThat(new DiskHealth(Duration.ofSeconds(30)).check(root)).isInstanceOf(Health.Sick.class);
    assertThat(precious).hasContent("mine");
  }

  @Test
  void whileACheckHangsNoOtherIsBegun() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    DiskHealth health =
        new DiskHealth(
            Duration.ofMillis(50),
            _ -> {
              begun.incrementAndGet();
              awaitQuietly(stuck);
              return HEALTHY;
            });
    for (int i = 0; i < 3; i++) {
      assertThat(health.check(root))
          .isEqualTo(new Health.Sick("'" + root + "' has not answered for 0.05 s"));
    }
    assertThat(begun).hasValue(1);
    stuck.countDown();
    Health after = health.check(root);
    while (!after.equals(HEALTHY)) {
      after = health.check(root);
    }
  }

  @Test
  void oneDirectoryThatHangsDoesNotHoldUpAnother() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Path hanging = root.resolve("hanging");
    DiskHealth health =
        new DiskHealth(
            Duration.ofMillis(500),
            asked -> {
              if (asked.equals(hanging)) {
                awaitQuietly(stuck);
              }
              return HEALTHY;
            });
    assertThat(health.check(hanging)).isInstanceOf(Health.Sick.class);
    assertThat(health.check(root)).isEqualTo(HEALTHY);
    stuck.countDown();
  }

  @Test
  void aCheckThatBreaksIsASickDisk() throws Exception {
    DiskHealth health =
        new DiskHealth(
            Duration.ofSeconds(30),
            _ -> {
              throw new IllegalStateException("a fault of ours");
            });
    assertThat(health.check(root)).isInstanceOf(Health.Sick.class);
    assertThat(((Health.Sick) health.check(root)).reason()).contains("a fault of ours");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

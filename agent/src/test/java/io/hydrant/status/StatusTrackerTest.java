package io.hydrant.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.Samples;
import io.hydrant.catalog.SkipReason;
import io.hydrant.catalog.Skipped;
import io.hydrant.progress.SyncEvent;
import io.hydrant.status.AgentStatus.Failure;
import io.hydrant.status.AgentStatus.Totals;
import io.hydrant.status.AgentStatus.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTrackerTest extends StatusTrackerFixture {
  @Test
  void anAgentThatHasListedNothingIsStarting() {
    AgentStatus status = status();
    assertThat(status.version()).isEqualTo("1.2.3");
    assertThat(status.bucket()).isEqualTo("models");
    assertThat(status.phase()).isEqualTo(Phase.STARTING);
    assertThat(status.ready()).isFalse();
    assertThat(status.message()).isEqualTo("the bucket is being listed");
    assertThat(status.startedAt()).isEqualTo(clock.instant());
    assertThat(status.progress()).isZero();
    assertThat(status.remaining()).isNull();
    assertThat(status.lastListing()).isNull();
  }

  @Test
  void aBucketThatCannotBeListedIsSaidFromTheStart() {
    tell(
        new SyncEvent.ListingStarted(),
        new SyncEvent.ListingFailed("could not list 'models': no route", SOON));
    assertThat(status().phase()).isEqualTo(Phase.STARTING);
    assertThat(status().message()).isEqualTo("could not list 'models': no route");
    tell(listed());
    assertThat(status().message()).doesNotContain("no route");
    assertThat(status().lastListing()).isEqualTo(clock.instant());
  }

  @Test
  void aHydrationIsFollowedByteByByte() {
    tell(listed(), planned(true, List.of(A, B), List.of()), new SyncEvent.FetchStarted(A));
    clock.advance(Duration.ofSeconds(2));
    tell(new SyncEvent.FetchProgressed(A.path(), 20));
    clock.advance(Duration.ofSeconds(1));
    tell(new SyncEvent.FetchProgressed(A.path(), 20));

    AgentStatus status = status();
    assertThat(status.phase()).isEqualTo(Phase.HYDRATING);
    assertThat(status.wanted()).isEqualTo(new Totals(2, 100));
    assertThat(status.present()).isEqualTo(new Totals(0, 0));
    assertThat(status.progress()).isEqualTo(0.4);
    assertThat(status.active())
        .containsExactly(new Transfer("loras/a", 60, 40, clock.instant().minusSeconds(3)));
    assertThat(status.bytesPerSecond()).isEqualTo(40);
    assertThat(status.remaining()).isEqualTo(Duration.ofSeconds(2)); // 60 bytes at 40 a second.
    assertThat(status.message()).isEqualTo("0 of 2 models are on the disk");

    tell(published(A));
    assertThat(status().present()).isEqualTo(new Totals(1, 60));
    assertThat(status().progress()).isEqualTo(0.6);
    assertThat(status().active()).isEmpty();
    assertThat(status().ready()).isFalse();

    tell(new SyncEvent.FoundPresent(B), new SyncEvent.Hydrated(2, new ByteSize(100)));
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().ready()).isTrue();
    assertThat(status().progress()).isEqualTo(1);
    assertThat(status().remaining()).isNull();
    assertThat(status().message()).isEqualTo("all 2 models are on the disk");
  }

  @Test
  void aModelThatComesAfterwardsIsMissingButTheAgentStaysReady() {
    hydrate();
    ModelFile more = Samples.file("vae/c", 100);
    tell(planned(false, List.of(more), List.of()), new SyncEvent.FetchStarted(more));
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().ready()).isTrue();
    assertThat(status().progress()).isEqualTo(0.5);
    assertThat(status().message()).isEqualTo("2 of 3 models are on the disk");
  }

  @Test
  void aFailureIsToldAndGoesWithTheNextSuccess() {
    hydrate();
    tell(planned(false, List.of(A), List.of()), new SyncEvent.FetchStarted(A));
    tell(new SyncEvent.FetchProgressed(A.path(), 30));
    tell(new SyncEvent.FetchRetried(A, 1, SOON, "reset"));
    assertThat(status().active()).isEmpty();
    assertThat(status().progress()).isEqualTo(0.4);
    tell(new SyncEvent.FetchStarted(A), new SyncEvent.FetchFailed(A, "access denied"));
    assertThat(status().phase()).isEqualTo(Phase.DEGRADED);
    assertThat(status().ready()).isTrue();
    assertThat(status().failures())
        .containsExactly(new Failure("loras/a", "access denied", clock.instant()));
    assertThat(status().message()).isEqualTo("1 model fails: loras/a: access denied");
    tell(new SyncEvent.FetchFailed(B, "reset"));
    assertThat(status().message()).isEqualTo("2 models fail, among them loras/a: access denied");
    tell(published(A), published(B));
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().failures()).isEmpty();
  }

  @Test
  void aFullPlanStartsWithNoFailures() {
    hydrate();
    tell(new SyncEvent.FetchFailed(A, "access denied"));
    tell(planned(true, List.of(), List.of(A, B)));
    assertThat(status().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void aFetchThatIsGivenUpIsNoLongerWantedNorUnderWay() {
    tell(listed(), planned(true, List.of(A, B), List.of()), new SyncEvent.FetchStarted(A));
    tell(new SyncEvent.FetchProgressed(A.path(), 50), new SyncEvent.FetchAbandoned(A, "gone"));
    assertThat(status().active()).isEmpty();
    assertThat(status().wanted()).isEqualTo(new Totals(1, 40));
    assertThat(status().progress()).isZero();
  }

  @Test
  void anOldStateThatIsGivenUpOrPublishedLeavesTheNewOneWanted() {
    ModelFile newer = new ModelFile(A.path(), Samples.object("loras/a", 70), 0);
    tell(listed(), planned(true, List.of(A), List.of()), new SyncEvent.FetchStarted(A));
    tell(planned(false, List.of(newer), List.of()), new SyncEvent.FetchAbandoned(A, "replaced"));
    assertThat(status().wanted()).isEqualTo(new Totals(1, 70));
    assertThat(status().present()).isEqualTo(new Totals(0, 0));
    tell(published(A));
    assertThat(status().present()).isEqualTo(new Totals(0, 0));
    tell(published(newer));
    assertThat(status().present()).isEqualTo(new Totals(1, 70));
  }

  @Test
  void aRemovedModelIsNoLongerWanted() {
    hydrate();
    tell(
        new SyncEvent.Planned(plan(List.of(), List.of(), List.of(A), List.of()), false),
        new SyncEvent.RemovalFailed(A.path(), "read-only"));
    assertThat(status().wanted()).isEqualTo(new Totals(1, 40));
    assertThat(status().phase()).isEqualTo(Phase.DEGRADED);
    tell(new SyncEvent.Removed(A.path(), A.size(), null));
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().message()).isEqualTo("all 1 models are on the disk");
  }

  @Test
  void whatIsLeftOutIsCountedAndTheNotableIsNamed() {
    tell(
        new SyncEvent.Planned(
            plan(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    skipped("loras/", SkipReason.MARKER),
                    skipped("big", SkipReason.NO_SPACE),
                    skipped("../x", SkipReason.UNSAFE_KEY),
                    skipped("vae/", SkipReason.MARKER))),
            true));
    assertThat(status().skipped()).isEqualTo(Map.of("MARKER", 2, "NO_SPACE", 1, "UNSAFE_KEY", 1));
    assertThat(status().notable())
        .containsExactly(
            new AgentStatus.SkippedObject("../x", 5, "UNSAFE_KEY", "because"),
            new AgentStatus.SkippedObject("big", 5, "NO_SPACE", "because"));
  }

  @Test
  void whatWasLeftOutAndIsThereAfterAllIsNoLongerCounted() {
    tell(
        new SyncEvent.Planned(
            plan(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    skipped("loras/a", SkipReason.NO_SPACE),
                    skipped("loras/b", SkipReason.FOREIGN_FILE))),
            true));
    tell(planned(false, List.of(A), List.of(B)));
    assertThat(status().skipped()).isEmpty();
  }

  @Test
  void longListsAreCutAndCountsAreNot() {
    List<Skipped> many =
        IntStream.range(0, 150).mapToObj(i -> skipped("../" + i, SkipReason.UNSAFE_KEY)).toList();
    tell(new SyncEvent.Planned(plan(List.of(), List.of(), List.of(), many), true));
    IntStream.range(0, 150)
        .forEach(i -> tell(new SyncEvent.FetchFailed(Samples.file("f" + i, 1), "no")));
    assertThat(status().notable()).hasSize(100);
    assertThat(status().skipped()).isEqualTo(Map.of("UNSAFE_KEY", 150));
    assertThat(status().failures()).hasSize(100);
    assertThat(status().message()).startsWith("150 models fail, among them f0");
  }

  @Test
  void theLastTimesAreKept() {
    tell(new SyncEvent.EventsReceived(3));
    clock.advance(SOON);
    tell(new SyncEvent.InSync(2, new ByteSize(100)));
    assertThat(status().lastEvent()).isEqualTo(clock.instant().minus(SOON));
    assertThat(status().lastAgreement()).isEqualTo(clock.instant());
  }

  @Test
  void anEmptyBucketIsHydrated() {
    tell(listed(), planned(true, List.of(), List.of()), new SyncEvent.Hydrated(0, ByteSize.ZERO));
    assertThat(status().progress()).isEqualTo(1);
    assertThat(status().phase()).isEqualTo(Phase.READY);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {61, 62, 63, 64})
  void noOrderOfEventsMakesAnImpossibleStatus(long seed) {
    Random random = new Random(seed);
    List<ModelFile> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      files.add(Samples.file("f" + i / 2, 10 + i)); // Two states of three models.
    }
    for (int i = 0; i < 4_000; i++) {
      ModelFile file = files.get(random.nextInt(files.size()));
      ModelPath path = file.path();
      clock.advance(Duration.ofMillis(random.nextInt(-200, 2_000)));
      tell(
          switch (random.nextInt(10)) {
            case 0 -> planned(random.nextBoolean(), List.of(file), List.of());
            case 1 -> planned(random.nextBoolean(), List.of(), List.of(file));
            case 2 ->
                new SyncEvent.Planned(
                    plan(List.of(), List.of(), List.of(file), List.of()), random.nextBoolean());
            case 3 -> new SyncEvent.FetchStarted(file);
            case 4, 5 -> new SyncEvent.FetchProgressed(path, random.nextInt(20));
            case 6 -> published(file);
            case 7 -> new SyncEvent.FetchAbandoned(file, "changed");
            case 8 -> new SyncEvent.FetchFailed(file, "no");
            default -> new SyncEvent.Removed(path, file.size(), null);
          });
      AgentStatus status = status();
      assertThat(status.progress()).isBetween(0.0, 1.0);
      assertThat(status.present().files()).isBetween(0, status.wanted().files());
      assertThat(status.present().bytes()).isBetween(0L, status.wanted().bytes());
      assertThat(status.bytesPerSecond()).isNotNegative();
      if (status.remaining() != null) {
        assertThat(status.remaining()).isPositive();
      }
    }
  }
}

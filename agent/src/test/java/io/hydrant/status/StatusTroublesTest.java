package io.hydrant.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.progress.SyncEvent;
import io.hydrant.status.AgentStatus.Failure;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is told when something does not work.
class StatusTroublesTest extends StatusTrackerFixture {
  static Stream<SyncEvent[]> troubles() {
    return Stream.of(
        new SyncEvent[] {
          new SyncEvent.ListingFailed("trouble", SOON), new SyncEvent.ListingDone(2, SOON)
        },
        new SyncEvent[] {
          new SyncEvent.QueueFailed("trouble", SOON), new SyncEvent.QueueRecovered()
        },
        new SyncEvent[] {new SyncEvent.DiskFull("trouble"), new SyncEvent.DiskRecovered()},
        new SyncEvent[] {
          new SyncEvent.LookFailed("loras/a", "trouble", SOON),
          planned(false, List.of(), List.of(A))
        },
        new SyncEvent[] {
          new SyncEvent.PlanFailed("trouble", SOON), planned(false, List.of(), List.of(A))
        });
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleDegradesAReadyAgentUntilItPasses(SyncEvent trouble, SyncEvent end) {
    hydrate();
    tell(trouble);
    assertThat(status().phase()).isEqualTo(Phase.DEGRADED);
    assertThat(status().ready()).isTrue();
    assertThat(status().message()).isEqualTo("trouble");
    tell(end);
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().message()).isEqualTo("all 2 models are on the disk");
  }

  @Test
  void aFailedDiskTakesReadinessBackUntilItWorks() {
    hydrate();
    tell(new SyncEvent.DiskFailed("'/models' answers with I/O errors"));
    assertThat(status().phase()).isEqualTo(Phase.DISK_FAILED);
    assertThat(status().ready()).isFalse();
    assertThat(status().message()).isEqualTo("'/models' answers with I/O errors");
    tell(new SyncEvent.DiskRecovered());
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().ready()).isTrue();
  }

  @Test
  void aDiskThatFailsBeforeTheFirstListingIsToldAsSuch() {
    tell(new SyncEvent.DiskFailed("gone"));
    assertThat(status().phase()).isEqualTo(Phase.DISK_FAILED);
    tell(new SyncEvent.DiskFull("'/models' is full"));
    assertThat(status().phase()).isEqualTo(Phase.STARTING);
    assertThat(status().message()).isEqualTo("'/models' is full");
  }

  @Test
  void heldRemovalsAreToldUntilThereAreNone() {
    hydrate();
    tell(new SyncEvent.RemovalsHeld(1, "too many", "1a2b3c4d"));
    assertThat(status().phase()).isEqualTo(Phase.DEGRADED);
    assertThat(status().heldRemovals()).isEqualTo(1);
    assertThat(status().heldCode()).isEqualTo("1a2b3c4d");
    assertThat(status().message()).isEqualTo("removals held: too many; their code is 1a2b3c4d");
    tell(planned(true, List.of(), List.of(B)));
    assertThat(status().heldRemovals()).isEqualTo(1);
    tell(new SyncEvent.RemovalsHeld(0, null, null));
    assertThat(status().heldRemovals()).isZero();
    assertThat(status().heldCode()).isNull();
    assertThat(status().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void aReadyAgentStaysReadyWhileAFetchIsTriedAgain() {
    hydrate();
    tell(planned(false, List.of(A), List.of()), new SyncEvent.FetchStarted(A));
    tell(new SyncEvent.FetchRetried(A, 1, SOON, "reset"));
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().failures())
        .containsExactly(new Failure("loras/a", "reset", clock.instant()));

    tell(new SyncEvent.FetchStarted(A), new SyncEvent.FetchFailed(A, "reset"));
    assertThat(status().phase()).isEqualTo(Phase.DEGRADED);
    assertThat(status().failures()).hasSize(1);
  }

  @Test
  void aModelThatFailsIsForgottenWhenNothingWantsItAnyMore() {
    hydrate();
    tell(planned(false, List.of(A), List.of()), new SyncEvent.FetchStarted(A));
    tell(new SyncEvent.FetchFailed(A, "access denied"));
    tell(planned(false, List.of(), List.of()), new SyncEvent.NotWanted(Set.of(A.path())));

    assertThat(status().failures()).isEmpty();
    assertThat(status().phase()).isEqualTo(Phase.READY);
    assertThat(status().wanted()).isEqualTo(status().present());
  }
}

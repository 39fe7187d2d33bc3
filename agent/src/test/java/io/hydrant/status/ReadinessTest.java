package io.hydrant.status;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.degraded;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static io.hydrant.status.AgentStatusBuilder.starting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.status.HydrationDeadline.Action;
import io.hydrant.status.Readiness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadinessTest {
  private static final HydrationDeadline FAIL_CLOSED =
      new HydrationDeadline(Duration.ofHours(1), Action.FAIL_CLOSED);
  private static final HydrationDeadline FAIL_OPEN =
      new HydrationDeadline(Duration.ofHours(1), Action.FAIL_OPEN);
  private static final Instant EARLIER = NOON.minusSeconds(60);
  private static final Instant LONG_AGO = NOON.minus(Duration.ofHours(1));

  static Stream<Arguments> steps() {
    AgentStatus half = hydrating(1, 2).build();
    AgentStatus critical = hydrating(1, 2).isReady().build();
    AgentStatus full = ready(2).build();
    AgentStatus failed = AgentStatusBuilder.diskFailed("'/models' answers with I/O errors").build();
    AgentStatus troubled = degraded("the queue does not answer").build();
    return Stream.of(
        Arguments.of("first word", null, starting(), FAIL_CLOSED, Reason.PREPARING),
        Arguments.of("first word", null, half, FAIL_CLOSED, Reason.HYDRATING),
        Arguments.of("first word", null, full, FAIL_CLOSED, Reason.MODELS_READY),
        Arguments.of("listed", closed(EARLIER), half, FAIL_CLOSED, Reason.HYDRATING),
        Arguments.of(
            "critical", closed(EARLIER), critical, FAIL_CLOSED, Reason.CRITICAL_MODELS_READY),
        Arguments.of("hydrated", closed(EARLIER), full, FAIL_CLOSED, Reason.MODELS_READY),
        Arguments.of(
            "trouble", open(Reason.MODELS_READY, EARLIER), troubled, FAIL_CLOSED, Reason.DEGRADED),
        Arguments.of(
            "recovery", open(Reason.DEGRADED, EARLIER), full, FAIL_CLOSED, Reason.MODELS_READY),
        Arguments.of(
            "the disk fails",
            open(Reason.MODELS_READY, EARLIER),
            failed,
            FAIL_OPEN,
            Reason.DISK_FAILED),
        Arguments.of(
            "the disk fails late", closed(LONG_AGO), failed, FAIL_OPEN, Reason.DISK_FAILED),
        Arguments.of(
            "the disk is back",
            new Readiness(Reason.DISK_FAILED, "before", EARLIER),
            full,
            FAIL_CLOSED,
            Reason.MODELS_READY),
        Arguments.of(
            "restart, unlisted",
            open(Reason.DEGRADED, LONG_AGO),
            starting(),
            FAIL_CLOSED,
            Reason.DEGRADED),
        Arguments.of(
            "restart, lacking models",
            open(Reason.MODELS_READY, LONG_AGO),
            half,
            FAIL_CLOSED,
            Reason.HYDRATING),
        Arguments.of("too slow", closed(LONG_AGO), half, FAIL_CLOSED, Reason.DEADLINE_EXCEEDED),
        Arguments.of(
            "no listing", closed(LONG_AGO), starting(), FAIL_CLOSED, Reason.DEADLINE_EXCEEDED),
        Arguments.of("too slow", closed(LONG_AGO), half, FAIL_OPEN, Reason.OPENED_BY_DEADLINE),
        Arguments.of(
            "still not there",
            open(Reason.OPENED_BY_DEADLINE, EARLIER),
            half,
            FAIL_OPEN,
            Reason.OPENED_BY_DEADLINE),
        Arguments.of(
            "there at last",
            open(Reason.OPENED_BY_DEADLINE, EARLIER),
            full,
            FAIL_OPEN,
            Reason.MODELS_READY),
        Arguments.of("late but there", closed(LONG_AGO), full, FAIL_CLOSED, Reason.MODELS_READY),
        Arguments.of(
            "in the last second",
            closed(LONG_AGO.plusSeconds(1)),
            half,
            FAIL_CLOSED,
            Reason.HYDRATING));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @MethodSource("steps")
  void theReasonFollowsFromStatusAndDeadline(
      String name,
      @Nullable Readiness before,
      AgentStatus status,
      HydrationDeadline deadline,
      Reason expected) {
    Readiness next = Readiness.next(before, status, deadline, NOON);

    assertThat(next.reason()).isEqualTo(expected);
    assertThat(next.isOpen()).isEqualTo(expected.isOpen());
    assertThat(next.since())
        .isEqualTo(before != null && before.isOpen() == expected.isOpen() ? before.since() : NOON);
  }

  @Test
  void aPassedDeadlineSaysHowLongItWasAndWhatIsMissing() {
    AgentStatus half = hydrating(1, 2).build();

    assertThat(Readiness.next(closed(LONG_AGO), half, FAIL_CLOSED, NOON).message())
        .isEqualTo("not ready within 1h: 1 of 2 models are on the disk");
    assertThat(Readiness.next(closed(LONG_AGO), half, FAIL_OPEN, NOON).message())
        .isEqualTo("opened without all models after 1h: 1 of 2 models are on the disk");
  }

  @Test
  void onlyAPassedDeadlineIsOverdue() {
    assertThat(Stream.of(Reason.values()).filter(Reason::isOverdue))
        .containsExactly(Reason.DEADLINE_EXCEEDED, Reason.OPENED_BY_DEADLINE);
  }

  @Test
  void aDeadlineIsPositive() {
    assertThatThrownBy(() -> new HydrationDeadline(Duration.ZERO, Action.FAIL_OPEN))
        .hasMessageContaining("positive");
  }

  @Test
  void anEarlierProcessSaysWhenHydrationBegan() {
    ReadinessTracker tracker =
        new ReadinessTracker(() -> hydrating(1, 2).build(), FAIL_CLOSED, () -> NOON);
    assertThat(tracker.readiness().reason()).isEqualTo(Reason.HYDRATING);

    tracker.resume(closed(LONG_AGO));

    assertThat(tracker.readiness().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
  }

  private static Readiness closed(Instant since) {
    return new Readiness(Reason.HYDRATING, "0 of 2 models are on the disk", since);
  }

  private static Readiness open(Reason reason, Instant since) {
    return new Readiness(reason, "as it was", since);
  }
}

package io.hydrant.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReapRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofMinutes(31));
  private static final Instant NOTED = NOW.minus(Duration.ofMinutes(5));
  private static final Set<String> NODES = Set.of("i-alive");

  private final ReapRules rules =
      new ReapRules(
          new QueueSettings(
              Topic.parse("arn:aws:sns:eu-central-1:123456789012:models"),
              "hydrant",
              "prod",
              null,
              null,
              null),
          ReapRules.SILENCE,
          ReapRules.BETWEEN_LOOKS,
          2);

  @Test
  void aQueueThatIsSilentAndNotedAndWithoutNodeGoes() {
    assertThat(judge(queue("i-gone", "prod", "i-gone", OLD, NOTED)))
        .isInstanceOf(Verdict.Remove.class);
  }

  @Test
  void whatIsSeenForTheFirstTimeIsOnlyNoted() {
    assertThat(judge(queue("i-gone", "prod", "i-gone", OLD, null)))
        .isInstanceOf(Verdict.Note.class);
  }

  @Test
  void aSecondRunTooSoonAfterTheFirstDoesNotCount() {
    assertThat(judge(queue("i-gone", "prod", "i-gone", OLD, NOW.minusSeconds(299))))
        .isInstanceOf(Verdict.Keep.class);
  }

  @Test
  void aNoteFromBeforeTheLastHeartbeatDoesNotCount() {
    assertThat(judge(queue("i-gone", "prod", "i-gone", OLD, OLD.minusSeconds(1))))
        .isInstanceOf(Verdict.Note.class);
  }

  @Test
  void theQueueOfANodeThatIsThereStaysHoweverSilent() {
    assertThat(judge(queue("i-alive", "prod", "i-alive", OLD, null)))
        .isInstanceOf(Verdict.Keep.class);
    assertThat(judge(queue("i-alive", "prod", "i-alive", OLD, NOTED)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aQueueWithAFreshHeartbeatStays() {
    Instant fresh = NOW.minus(Duration.ofMinutes(29));
    assertThat(judge(queue("i-gone", "prod", "i-gone", fresh, null)))
        .isInstanceOf(Verdict.Keep.class);
    assertThat(judge(queue("i-gone", "prod", "i-gone", fresh, fresh)))
        .isInstanceOf(Verdict.Clear.class);
  }

  @Test
  void aQueueWhoseTagsDoNotProveWhoseItIsStays() {
    assertThat(
            List.of(
                judge(queue("i-gone", null, "i-gone", OLD, NOTED)),
                judge(queue("i-gone", "other", "i-gone", OLD, NOTED)),
                judge(queue("i-gone", "prod", null, OLD, NOTED)),
                judge(queue("i-gone", "prod", "i-another", OLD, NOTED)),
                judge(queue("i-gone", "prod", "i-gone", null, NOTED))))
        .hasOnlyElementsOfType(Verdict.Keep.class);
  }

  @Test
  void oneRunRemovesNoMoreThanItMayAndTheLongestSilentFirst() {
    List<Verdict> verdicts =
        rules.judge(
            List.of(
                queue("i-3", "prod", "i-3", OLD, NOTED),
                queue("i-1", "prod", "i-1", OLD.minusSeconds(2), NOTED),
                queue("i-2", "prod", "i-2", OLD.minusSeconds(1), NOTED)),
            NODES,
            NOW);

    assertThat(verdicts.stream().filter(Verdict.Remove.class::isInstance).map(Verdict::queue))
        .containsExactly("hydrant-prod-i-1", "hydrant-prod-i-2");
  }

  @Test
  void noNodesAtAllProveNothing() {
    assertThatThrownBy(() -> rules.judge(List.of(), Set.of(), NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Verdict judge(FoundQueue queue) {
    return rules.judge(List.of(queue), NODES, NOW).getFirst();
  }

  private static FoundQueue queue(
      String suffix,
      @Nullable String cluster,
      @Nullable String node,
      @Nullable Instant heartbeat,
      @Nullable Instant orphanedSince) {
    String name = "hydrant-prod-" + suffix;
    return new FoundQueue(
        "https://sqs/" + name, name, new QueueTags(cluster, node, heartbeat, orphanedSince));
  }
}

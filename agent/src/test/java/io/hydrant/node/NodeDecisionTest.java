package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.NOON;
import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.NodeDecision.Written;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import io.hydrant.status.Readiness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeDecisionTest {
  private static final String TAINT = NodeKeys.STARTUP_TAINT;
  private static final ReporterSettings SETTINGS = new ReporterSettings(TAINT, false);
  private static final Written JUST_NOW = new Written(NOON, NOON);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void theTaintGoesExactlyWhenTheGateIsOpen(Reason reason) {
    NodeDecision decision =
        decide(tainted(TAINT), report(ready(2).build(), reason), SETTINGS, JUST_NOW, NOON);

    assertThat(decision.actions().contains(new NodeAction.RemoveTaint(TAINT)))
        .isEqualTo(reason.isOpen());
  }

  @Test
  void theTaintGoesFirst() {
    NodeDecision decision =
        decide(
            tainted(TAINT),
            report(ready(2).build(), Reason.MODELS_READY),
            SETTINGS,
            new Written(null, null),
            NOON);

    assertThat(kinds(decision)).containsExactly("RemoveTaint", "WriteCondition", "WriteMetadata");
  }

  @Test
  void theTaintIsLeftToOthersInConditionOnlyMode() {
    NodeDecision decision =
        decide(
            tainted(TAINT),
            report(ready(2).build(), Reason.MODELS_READY),
            new ReporterSettings(TAINT, true),
            new Written(null, null),
            NOON);

    assertThat(kinds(decision)).containsExactly("WriteCondition", "WriteMetadata");
  }

  @Test
  void otherTaintsAreNoneOfOurBusiness() {
    NodeDecision decision =
        decide(
            tainted("nvidia.com/gpu", "karpenter.sh/disrupted"),
            report(ready(2).build(), Reason.MODELS_READY),
            SETTINGS,
            new Written(null, null),
            NOON);

    assertThat(kinds(decision)).doesNotContain("RemoveTaint");
  }

  static Stream<Arguments> conditions() {
    NodeReport half = report(hydrating(1, 2).build(), Reason.HYDRATING);
    NodeReport full = report(ready(2).build(), Reason.MODELS_READY);
    return Stream.of(
        Arguments.of("nothing there", node(null), half, Duration.ZERO),
        Arguments.of("gate closed there", node(half), full, Duration.ZERO),
        Arguments.of("gate open there", node(full), half, Duration.ZERO),
        Arguments.of(
            "another reason",
            node(full),
            report(ready(2).build(), Reason.DEGRADED),
            Duration.ofSeconds(1)),
        Arguments.of(
            "another message",
            node(half),
            report(hydrating(1, 3).build(), Reason.HYDRATING),
            Duration.ofSeconds(15)),
        Arguments.of("the same", node(full), full, Duration.ofMinutes(5)));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("conditions")
  void theConditionIsWrittenTheSoonerTheMoreItMatters(
      String name, NodeFacts seen, NodeReport report, Duration pace) {
    assertThat(kinds(decide(seen, report, SETTINGS, JUST_NOW, NOON.plus(pace))))
        .contains("WriteCondition");
    if (pace.isPositive()) {
      NodeDecision tooEarly =
          decide(seen, report, SETTINGS, JUST_NOW, NOON.plus(pace).minusMillis(1));
      assertThat(kinds(tooEarly)).doesNotContain("WriteCondition");
      assertThat(tooEarly.again()).isEqualTo(Duration.ofMillis(1));
    }
  }

  static Stream<Arguments> metadata() {
    AgentStatus full = ready(2).build();
    NodeReport open = report(full, Reason.MODELS_READY);
    return Stream.of(
        Arguments.of(
            "another gate",
            node(open),
            report(full, Reason.HYDRATING),
            Duration.ZERO,
            Map.of(NodeKeys.READY, "false")),
        Arguments.of(
            "other models",
            node(open),
            report(ready(2).modelSet("00000000000000ff").build(), Reason.MODELS_READY),
            Duration.ofSeconds(15),
            Map.of(NodeKeys.MODEL_SET, "00000000000000ff")),
        Arguments.of(
            "another event",
            node(open),
            report(ready(2).lastEvent(NOON).build(), Reason.MODELS_READY),
            Duration.ofMinutes(5),
            Map.of(NodeKeys.LAST_EVENT, "2026-11-24T12:00:00Z")));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("metadata")
  void onlyWhatChangedIsWrittenToLabelsAndAnnotationsTheSoonerTheMoreItMatters(
      String name, NodeFacts seen, NodeReport report, Duration pace, Map<String, String> expected) {
    NodeDecision decision = decide(seen, report, SETTINGS, JUST_NOW, NOON.plus(pace));

    assertThat(written(decision)).isEqualTo(expected);
    if (pace.isPositive()) {
      assertThat(kinds(decide(seen, report, SETTINGS, JUST_NOW, NOON.plus(pace).minusMillis(1))))
          .doesNotContain("WriteMetadata");
    }
  }

  @Test
  void aNodeThatSaysItAllIsLeftAloneUntilTheHeartbeat() {
    NodeReport full = report(ready(2).build(), Reason.MODELS_READY);

    NodeDecision decision = decide(node(full), full, SETTINGS, JUST_NOW, NOON.plusSeconds(60));

    assertThat(decision.actions()).isEmpty();
    assertThat(decision.again()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void aClosedGateIsLookedAtOftenBecauseDeadlinesPassSilently() {
    NodeReport half = report(hydrating(1, 2).build(), Reason.HYDRATING);

    assertThat(decide(node(half), half, SETTINGS, JUST_NOW, NOON).again())
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void theFirstWordOfAProcessIsSaidAtOnce() {
    NodeReport full = report(ready(2).build(), Reason.MODELS_READY);

    assertThat(kinds(decide(node(full), full, SETTINGS, new Written(null, null), NOON)))
        .containsExactly("WriteCondition");
  }

  private static NodeDecision decide(
      NodeFacts seen, NodeReport report, ReporterSettings settings, Written written, Instant now) {
    return NodeDecision.decide(seen, report, settings, written, now);
  }

  private static NodeReport report(AgentStatus status, Reason reason) {
    return NodeReport.of(status, new Readiness(reason, status.message(), NOON));
  }

  /// A Node that says this.
  private static NodeFacts node(@Nullable NodeReport report) {
    return new NodeFacts(
        "node-a",
        "uid",
        "1",
        List.of(),
        report == null ? List.of() : List.of(report.condition(NOON)),
        report == null ? Map.of() : report.labels(),
        report == null ? Map.of() : report.annotations(),
        "",
        false);
  }

  private static NodeFacts tainted(String... keys) {
    return new NodeFacts(
        "node-a", "uid", "1", List.of(keys), List.of(), Map.of(), Map.of(), "", false);
  }

  private static List<String> kinds(NodeDecision decision) {
    return decision.actions().stream().map(action -> action.getClass().getSimpleName()).toList();
  }

  private static Map<String, String> written(NodeDecision decision) {
    Map<String, String> all = new HashMap<>();
    for (NodeAction action : decision.actions()) {
      if (action instanceof NodeAction.WriteMetadata metadata) {
        all.putAll(metadata.labels());
        all.putAll(metadata.annotations());
      }
    }
    return all;
  }
}

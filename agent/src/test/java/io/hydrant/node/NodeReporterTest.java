package io.hydrant.node;

import static io.hydrant.status.AgentStatusBuilder.hydrating;
import static io.hydrant.status.AgentStatusBuilder.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.HydrationDeadline;
import io.hydrant.status.HydrationDeadline.Action;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeReporterTest {
  private static final String TAINT = NodeKeys.STARTUP_TAINT;

  private final FakeNode node = new FakeNode("node-a");
  private final AtomicReference<AgentStatus> status =
      new AtomicReference<>(hydrating(1, 2).build());
  private NodeReporter reporter = start(status::get);

  @AfterEach
  void close() {
    reporter.close();
  }

  @Test
  void aChangeOfTheStatusReachesTheNode() throws Exception {
    node.create(List.of(TAINT), List.of("Ready"));
    node.await(facts -> facts.condition(NodeKeys.CONDITION) != null);

    status.set(ready(2).build());
    reporter.statusChanged();

    node.await(facts -> !facts.hasTaint(TAINT));
  }

  @Test
  void aChangeOfTheNodeIsMet() throws Exception {
    status.set(ready(2).build());
    node.create(List.of(TAINT), List.of("Ready"));
    node.await(facts -> !facts.hasTaint(TAINT));

    node.addTaintInFront(TAINT);

    node.await(facts -> !facts.hasTaint(TAINT));
  }

  @Test
  void aClosedReporterWritesNoMore() throws Exception {
    node.create(List.of(TAINT), List.of("Ready"));
    node.await(facts -> facts.condition(NodeKeys.CONDITION) != null);

    reporter.close();
    status.set(ready(2).build());
    reporter.statusChanged();

    assertThat(threads()).doesNotContain("node");
    assertThat(node.now().taints()).contains(TAINT);
  }

  @Test
  void aSilentApiIsAskedAgainUntilItAnswers() throws Exception {
    reporter.close();
    node.silent(true);
    node.create(List.of(TAINT), List.of("Ready"));
    status.set(ready(2).build());
    reporter = start(status::get);

    node.silent(false);

    node.await(facts -> !facts.hasTaint(TAINT));
  }

  @Test
  void aFaultOfOurOwnDoesNotEndTheReports() throws Exception {
    reporter.close();
    node.create(List.of(TAINT), List.of("Ready"));
    BlockingQueue<Supplier<AgentStatus>> answers = new LinkedBlockingQueue<>();
    answers.add(() -> {
      throw new IllegalStateException("a fault, for the test");
    });
    reporter =
        start(() -> {
          Supplier<AgentStatus> answer = answers.poll();
          return answer == null ? ready(2).build() : answer.get();
        });

    reporter.statusChanged();

    node.await(facts -> !facts.hasTaint(TAINT));
  }

  private NodeReporter start(Supplier<AgentStatus> source) {
    InstantSource clock = InstantSource.system();
    return NodeReporter.start(
        node,
        new ReporterSettings(TAINT, false),
        source,
        new ReadinessTracker(
            source, new HydrationDeadline(Duration.ofHours(1), Action.FAIL_CLOSED), clock),
        clock,
        new Random(7));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}

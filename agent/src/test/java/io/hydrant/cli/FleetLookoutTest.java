package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.AgentPods;
import io.hydrant.node.ModelAnswer;
import io.hydrant.node.NodeException;
import io.hydrant.transfer.Sleeper;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// `hydrant wait --nodes`.
class FleetLookoutTest {
  private static final String OBJECT = "s3://models/loras/a.safetensors";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ModelAnswer ABSENT =
      new ModelAnswer.Told("models", true, null, "it is being fetched");

  private final MemoryFleet cluster = new MemoryFleet();
  private final Console console = new Console();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private Sleeper sleeper = pause -> now.updateAndGet(time -> time.plus(pause));

  @Test
  void theWaitEndsWhenEveryNodeHasItAndTellsWhatEachHas() {
    cluster.add("gpu-a", present("e1"));
    cluster.add("gpu-b", present("e2"));

    assertThat(run("--nodes", "all")).isZero();
    assertThat(console.out()).isEqualTo("gpu-a e1\ngpu-b e2\n");
    assertThat(cluster.closed).isTrue();
  }

  @Test
  void aNodeThatGetsItMeanwhileIsAskedAgain() {
    cluster.add("gpu-a", ABSENT);
    sleeper = _ -> cluster.answers.put("gpu-a", present("e1"));

    assertThat(run("--nodes", "all")).isZero();
    assertThat(console.out()).isEqualTo("gpu-a e1\n");
  }

  @Test
  void aNodeThatJoinsMeanwhileIsWaitedForToo() {
    cluster.add("gpu-a", ABSENT);
    sleeper =
        pause -> {
          now.updateAndGet(time -> time.plus(pause));
          cluster.answers.put("gpu-a", present("e1"));
          if (cluster.nodes.size() == 1) {
            cluster.add("gpu-b", ABSENT);
          }
        };

    assertThat(run("--nodes", "all", "--timeout", "1m")).isEqualTo(3);
    assertThat(console.err()).contains("1 of 2 nodes without it", "gpu-b: it is being fetched");
  }

  @Test
  void whenTheTimeIsUpEachNodeWithoutItIsNamedWithTheReason() {
    cluster.add("gpu-a", ABSENT);
    cluster.add("gpu-b", new ModelAnswer.Unknown("no agent runs on it"));
    cluster.add("gpu-c", present("e1"));

    assertThat(run("--nodes", "all", "--timeout", "10s")).isEqualTo(3);
    assertThat(console.err())
        .isEqualTo(
            """
            hydrant: waiting at most 10s for s3://models/loras/a.safetensors: 2 of 3 nodes without it
              gpu-a: it is being fetched
              gpu-b: no agent runs on it
            hydrant: s3://models/loras/a.safetensors did not come within 10s: 2 of 3 nodes without it
              gpu-a: it is being fetched
              gpu-b: no agent runs on it
            """);
  }

  @Test
  void ofALargeFleetOnlySomeAreNamed() {
    for (int i = 10; i < 40; i++) {
      cluster.add("gpu-" + i, ABSENT);
    }

    assertThat(run("--nodes", "all", "--timeout", "0s")).isEqualTo(3);
    assertThat(console.err()).contains("30 of 30 nodes", "gpu-19", "and 20 more");
    assertThat(console.err()).doesNotContain("gpu-20");
  }

  @Test
  void anotherStateOfTheObjectIsNotWhatIsWaitedFor() {
    cluster.add("gpu-a", present("old"));

    assertThat(run("--nodes", "all", "--etag", "\"new\"", "--timeout", "0s")).isEqualTo(3);
  }

  @Test
  void nodesWithoutAnAgentAreNotWaitedFor() {
    cluster.nodes.add(MemoryFleet.node("cpu-a", "", false));

    assertThat(run("--nodes", "pool=gpu")).isZero();
    assertThat(cluster.selector).isEqualTo("pool=gpu");
    assertThat(console.err()).contains("no node has an agent");
  }

  @Test
  void whatOneNodeWillNeverHaveEndsTheWaitAtOnce() {
    cluster.add("gpu-a", present("e1"));
    cluster.add("gpu-b", new ModelAnswer.Told("models", false, null, "it is excluded"));

    assertThat(run("--nodes", "all")).isEqualTo(1);
    assertThat(console.err()).contains("'gpu-b'", "never have 'loras/a.safetensors'", "excluded");
  }

  @Test
  void anAgentOfAnotherBucketEndsTheWaitAtOnce() {
    cluster.add("gpu-a", new ModelAnswer.Told("other", true, null, ""));

    assertThat(run("--nodes", "all")).isEqualTo(1);
    assertThat(console.err()).contains("'gpu-a'", "mirrors the bucket 'other', not 'models'");
  }

  @Test
  void anApiServerThatIsAwayIsAskedAgainUntilTheTimeIsUp() {
    cluster.add("gpu-a", present("e1"));
    cluster.failures.add(failure(NodeException.Kind.UNREACHABLE));
    assertThat(run("--nodes", "all")).isZero();

    cluster.failures.add(failure(NodeException.Kind.UNREACHABLE));
    assertThat(run("--nodes", "all", "--timeout", "0s")).isEqualTo(1);
  }

  @Test
  void anApiServerThatRefusesEndsTheWaitAtOnce() {
    cluster.failures.add(failure(NodeException.Kind.DENIED));

    assertThat(run("--nodes", "all")).isEqualTo(1);
    assertThat(console.err()).isEqualTo("hydrant: the API says no\n");
  }

  @Test
  void theAgentsAreWhereTheChartPutsThemUnlessSaidOtherwise() {
    cluster.add("gpu-a", present("e1"));

    run("--nodes", "all");
    assertThat(cluster.asked)
        .isEqualTo(
            new AgentPods(
                "hydrant",
                "app.kubernetes.io/name=hydrant,app.kubernetes.io/component=agent",
                9808));

    run("--nodes", "all", "--namespace", "gpu", "--pods", "app=models", "--port", "9900");
    assertThat(cluster.asked).isEqualTo(new AgentPods("gpu", "app=models", 9900));
  }

  @Test
  void oneAgentAndManyAtOnceIsAUsageError() {
    assertThat(run("--nodes", "all", "--url", "http://127.0.0.1:9808")).isEqualTo(2);
    assertThat(console.err()).contains("--url", "--nodes");
  }

  private int run(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "wait";
    arguments[1] = OBJECT;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return console.run(
        terminal ->
            new WaitCommand(
                terminal, Map.of(), _ -> cluster, now::get, time -> sleeper.sleep(time)),
        arguments);
  }

  private static ModelAnswer present(String etag) {
    return new ModelAnswer.Told("models", true, etag, "it is there");
  }

  private static NodeException failure(NodeException.Kind kind) {
    return new NodeException(kind, "the API says no", null);
  }
}

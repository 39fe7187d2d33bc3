package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeException;
import io.hydrant.node.NodeFacts;
import io.hydrant.node.NodeKeys;
import io.hydrant.transfer.Sleeper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final MemoryFleet cluster = new MemoryFleet();
  private String context = "not asked for";
  private Sleeper sleeper =
      _ -> {
        throw new AssertionError("nothing to wait for");
      };

  @Test
  void everyNodeHasALineAndTroubleIsExplainedBelow() {
    cluster.nodes.add(node("gpu-a", "True", "ModelsReady", "all 40 models are on the disk", 12));
    cluster.nodes.add(node("gpu-b", "True", "Degraded", "the queue does not answer", 40));
    cluster.nodes.add(waiting("gpu-c", NodeKeys.STARTUP_TAINT));

    assertThat(run("fleet")).isEqualTo(3);

    assertThat(out.toString())
        .isEqualTo(
            """
            NODE   STATE     OPEN  PROGRESS  MODELS  SIZE             EVENT  HEARD  AGENT
            gpu-a  ready     yes   30 %      12/40   1.2 KiB/4.0 KiB  5s     1m     1.2.3
            gpu-b  degraded  yes   100 %     40/40   4.0 KiB/4.0 KiB  5s     1m     1.2.3
            gpu-c  no agent  no

            gpu-b
              the queue does not answer
            3 nodes: 1 no agent, 1 ready, 1 degraded
            """);
  }

  @Test
  void aFleetOnWhichPodsMayStartEverywhereIsFine() {
    cluster.nodes.add(node("gpu-a", "True", "ModelsReady", "all is well", 40));
    cluster.nodes.add(node("gpu-b", "True", "Degraded", "the queue does not answer", 40));

    assertThat(run("fleet")).isZero();
    assertThat(context).isEmpty();
    assertThat(cluster.closed).isTrue();
  }

  @Test
  void nodesThatHaveNothingToDoWithHydrantAreLeftOut() {
    cluster.nodes.add(waiting("cpu-a", "some/taint"));

    assertThat(run("fleet")).isZero();
    assertThat(out.toString()).isEqualTo("No node has an agent or waits for one.\n");
  }

  @Test
  void aSelectorShowsAllThatItChooses() {
    cluster.nodes.add(waiting("cpu-a", "some/taint"));

    assertThat(run("fleet", "-l", "pool=gpu")).isEqualTo(3);
    assertThat(cluster.selector).isEqualTo("pool=gpu");
    assertThat(out.toString()).contains("cpu-a  no agent");
  }

  @Test
  void anotherTaintCanBeNamed() {
    cluster.nodes.add(waiting("gpu-a", "readiness.k8s.io/models"));

    assertThat(run("fleet", "--startup-taint", "readiness.k8s.io/models")).isEqualTo(3);
    assertThat(out.toString()).contains("gpu-a");
  }

  @Test
  void machinesGetEverything() {
    cluster.nodes.add(node("gpu-a", "False", "Hydrating", "12 of 40 models", 12));

    assertThat(run("fleet", "-o", "json")).isEqualTo(3);

    assertThat(out.toString())
        .isEqualToIgnoringWhitespace(
            """
            {"nodes": [{
              "name": "gpu-a", "state": "HYDRATING", "open": false, "message": "12 of 40 models",
              "progress": 0.3, "presentModels": 12, "wantedModels": 40,
              "presentBytes": 1229, "wantedBytes": 4096, "modelSet": "00ff",
              "agentVersion": "1.2.3",
              "lastEvent": "2026-11-24T11:59:55Z", "lastHeard": "2026-11-24T11:59:00Z"}]}
            """);
  }

  @Test
  void anApiThatRefusesIsTold() {
    cluster.failures.add(new NodeException(NodeException.Kind.DENIED, "no right to list", null));

    assertThat(run("fleet")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("hydrant: no right to list\n");
  }

  @Test
  void watchingGoesOnWhileTheApiIsAway() {
    cluster.nodes.add(node("gpu-a", "True", "ModelsReady", "all is well", 40));
    cluster.failures.add(new NodeException(NodeException.Kind.UNREACHABLE, "no answer", null));
    List<String> screens = new ArrayList<>();
    sleeper =
        _ -> {
          screens.add(out.toString());
          out.getBuffer().setLength(0);
          if (screens.size() == 2) {
            throw new InterruptedException();
          }
        };

    run("fleet", "--watch", "--context", "prod");

    assertThat(screens.get(0)).isEqualTo("no answer\n");
    assertThat(screens.get(1)).contains("1 node: 1 ready");
    assertThat(context).isEqualTo("prod");
  }

  private int run(String... arguments) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true), new PrintWriter(err, true), false, false, Style.ANSI);
    return new CommandTree(
            terminal,
            Map.of(),
            List.of(
                new FleetCommand(
                    terminal,
                    wanted -> {
                      context = wanted;
                      return cluster;
                    },
                    () -> NOW,
                    time -> sleeper.sleep(time))))
        .execute(arguments);
  }

  private static NodeFacts node(
      String name, String status, String reason, String message, int models) {
    return new NodeFacts(
        name,
        "uid",
        "1",
        List.of(),
        List.of(
            new NodeCondition(
                NodeKeys.CONDITION, status, reason, message, NOW.minusSeconds(60), NOW)),
        Map.of(NodeKeys.MODEL_SET, "00ff"),
        Map.of(
            NodeKeys.PROGRESS,
            models * 10 / 4 + ".0%",
            NodeKeys.MODELS,
            models + "/40",
            NodeKeys.BYTES,
            Math.round(models * 102.4) + "/4096",
            NodeKeys.LAST_EVENT,
            NOW.minusSeconds(5).toString(),
            NodeKeys.AGENT_VERSION,
            "1.2.3"),
        "",
        false);
  }

  private static NodeFacts waiting(String name, String taint) {
    return new NodeFacts(
        name, "uid", "1", List.of(taint), List.of(), Map.of(), Map.of(), "", false);
  }
}

package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class ReapCommandTest {
  private final MemoryFleet cluster = new MemoryFleet();
  private final Console console = new Console();

  @Test
  void withoutAFileTheNodesAreThoseOfTheCluster() {
    cluster.failures.add(new NodeException(NodeException.Kind.DENIED, "no right to list", null));

    assertThat(reap()).isEqualTo(1);
    assertThat(console.err()).isEqualTo("hydrant: no right to list\n");
    assertThat(cluster.closed).isTrue();
  }

  @Test
  void aClusterWithoutNodesIsTakenForAMistake() {
    assertThat(reap()).isEqualTo(1);
    assertThat(console.err()).contains("the list of nodes is empty", "nothing is removed");
  }

  @Test
  void withAFileNoClusterIsAsked() {
    assertThat(reap("--nodes", "/no/such/file")).isEqualTo(1);
    assertThat(console.err()).contains("there is no file '/no/such/file'");
    assertThat(cluster.selector).isEqualTo("not asked");
  }

  @Test
  void aSettingThatIsMissingIsAUsageErrorBeforeTheClusterIsAsked() {
    assertThat(command("queue", "reap", "--cluster", "prod")).isEqualTo(2);
    assertThat(console.err()).contains("topic-arn is not set: give --topic-arn ARN");
    assertThat(cluster.selector).isEqualTo("not asked");
  }

  private int reap(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "queue",
                "reap",
                "--topic-arn",
                "arn:aws:sns:eu-central-1:123456789012:models-events",
                "--cluster",
                "prod"));
    arguments.addAll(List.of(more));
    return command(arguments.toArray(String[]::new));
  }

  private int command(String... arguments) {
    return console.run(
        terminal ->
            new QueueCommand(
                terminal,
                new ReapCommand(
                    terminal, Map.of(), AnonymousCredentialsProvider::create, _ -> cluster)),
        arguments);
  }
}

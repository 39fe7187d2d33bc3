package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the agent must be told to make a queue of its own.
class OwnQueueConfigTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:models-events";
  private static final Map<String, String> IN_A_POD = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

  @Test
  void itTakesClusterAndInstance() {
    assertThatThrownBy(() -> read(Map.of()))
        .hasMessageContaining("--cluster")
        .hasMessageContaining("--instance-id");
  }

  @Test
  void theInstanceIsLeftToTheNodeWhereThereIsOne() throws Exception {
    AgentConfig config = read(IN_A_POD, "cluster", "prod", "node-name", "ip-10-0-0-1.ec2.internal");

    assertThat(config.ownQueue())
        .isEqualTo(new AgentConfig.OwnQueue(TOPIC, "prod", null, "hydrant"));
  }

  @Test
  void anInstanceIsNeededOutsideOfKubernetesAlsoWithANodeName() {
    assertThatThrownBy(() -> read(Map.of(), "cluster", "prod", "node-name", "node-a"))
        .hasMessageContaining("--instance-id");
  }

  @Test
  void aClusterWhoseQueuesWouldHaveTooLongNamesIsRefusedBeforeTheInstanceIsKnown() {
    assertThatThrownBy(() ->
            read(Map.of(), "cluster", "c".repeat(60), "kubernetes", "on", "node-name", "node-a"))
        .hasMessageContaining("88 characters");
  }

  private static AgentConfig read(Map<String, String> environment, String... more)
      throws ConfigException {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("bucket", List.of("models"));
    flags.put("topic-arn", List.of(TOPIC));
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], List.of(more[i + 1]));
    }
    return new ConfigReader(flags, environment).read();
  }
}

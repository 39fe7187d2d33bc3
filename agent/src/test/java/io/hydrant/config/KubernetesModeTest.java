package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesModeTest {
  private static final Map<String, String> POD = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

  @Test
  void autoIsOnInAPodThatKnowsItsNode() {
    assertThat(KubernetesMode.AUTO.isOn("node-a", POD)).isTrue();
    assertThat(KubernetesMode.AUTO.isOn(null, POD)).isFalse();
    assertThat(KubernetesMode.AUTO.isOn("node-a", Map.of())).isFalse();
  }

  @Test
  void offIsOffEverywhere() {
    assertThat(KubernetesMode.OFF.isOn("node-a", POD)).isFalse();
  }

  @Test
  void onIsOnEverywhere() {
    assertThat(KubernetesMode.ON.isOn("node-a", Map.of())).isTrue();
  }
}

package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresHelm
final class AgentSettingsTest {
  @Test
  void whatTheChartDecidesIsSet() {
    assertThat(environment("--set=hostPath=/mnt/models", "--set=http.port=9900"))
        .isEqualTo(
            Map.of(
                "HYDRANT_BUCKET", "my-models",
                "HYDRANT_ROOT", "/mnt/models",
                "HYDRANT_HTTP_ADDRESS", "0.0.0.0:9900",
                "HYDRANT_LOG_FORMAT", "json",
                "HYDRANT_STARTUP_TAINT", "hydrant.dev/models-not-ready"));
  }

  @Test
  void aSettingBecomesAVariable() {
    assertThat(
            environment(
                "--set=settings.log-format=text",
                "--set=settings.max-delete-share=0.25",
                "--set=settings.max-delete-count=1000000",
                "--set=settings.replace-foreign=true",
                "--set=settings.resync-interval=5m",
                "--set-json=settings.include=[\"loras/**\",\"vae/*.{pt,safetensors}\"]"))
        .containsEntry("HYDRANT_LOG_FORMAT", "text")
        .containsEntry("HYDRANT_MAX_DELETE_SHARE", "0.25")
        .containsEntry("HYDRANT_MAX_DELETE_COUNT", "1000000")
        .containsEntry("HYDRANT_REPLACE_FOREIGN", "true")
        .containsEntry("HYDRANT_RESYNC_INTERVAL", "5m")
        .containsEntry("HYDRANT_INCLUDE", "loras/**,vae/*.{pt,safetensors}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"root", "http-address", "node-name", "startup-taint", "instance-id", "buckets"})
  void aSettingThatTheChartDecidesOrThatIsNoneIsRefused(String setting) {
    Command rendered = Chart.attempt("--set=settings." + setting + "=x");

    assertThat(rendered.exitCode()).isNotZero();
    assertThat(rendered.errors()).contains("'" + setting + "'");
  }

  @Test
  void theAgentReadsTheConfigMapAndKnowsItsNode() {
    Chart chart = Chart.render();
    Container agent =
        chart.only(DaemonSet.class).getSpec().getTemplate().getSpec().getContainers().getFirst();

    assertThat(agent.getEnvFrom())
        .extracting(EnvFromSource::getConfigMapRef)
        .singleElement()
        .satisfies(reference ->
            assertThat(reference.getName())
                .isEqualTo(chart.only(ConfigMap.class).getMetadata().getName()));
    assertThat(agent.getEnv())
        .singleElement()
        .satisfies(variable -> {
          assertThat(variable.getName()).isEqualTo("HYDRANT_NODE_NAME");
          assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
              .isEqualTo("spec.nodeName");
        });
  }

  @Test
  void anotherSettingRollsThePodsAndTheSameSettingsDoNot() {
    assertThat(podAnnotations()).containsKey("checksum/config").isEqualTo(podAnnotations());
    assertThat(podAnnotations("--set=settings.prefix=models/")).isNotEqualTo(podAnnotations());
  }

  private static Map<String, String> podAnnotations(String... arguments) {
    return Chart.render(arguments)
        .only(DaemonSet.class)
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations();
  }

  private static Map<String, String> environment(String... arguments) {
    return Chart.render(arguments).only(ConfigMap.class).getData();
  }
}

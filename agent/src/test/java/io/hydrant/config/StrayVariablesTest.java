package io.hydrant.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrayVariablesTest {
  @ParameterizedTest
  @CsvSource({
    "HYDRANT_S3_ENDPOINT, HYDRANT_S3_ENDPOINT_URL",
    "HYDRANT_MAX_DELETE_SHAR, HYDRANT_MAX_DELETE_SHARE",
    "HYDRANT_BUCKETS, HYDRANT_BUCKET",
  })
  void aWrongNameIsToldWithTheOneThatIsMeant(String wrong, String meant) {
    assertThat(StrayVariables.of(Map.of(wrong, "secret")))
        .containsExactly(
            new Problem(
                wrong,
                "there is no such setting, so it has no effect; did you mean " + meant + "?"));
  }

  @Test
  void aNameThatIsNearNoneIsToldAlone() {
    assertThat(StrayVariables.of(Map.of("HYDRANT_COLOUR_OF_THE_SKY", "blue")))
        .containsExactly(
            new Problem(
                "HYDRANT_COLOUR_OF_THE_SKY", "there is no such setting, so it has no effect"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HYDRANT_PORT",
        "HYDRANT_SERVICE_HOST",
        "HYDRANT_SERVICE_PORT",
        "HYDRANT_SERVICE_PORT_HTTP",
        "HYDRANT_PORT_9808_TCP",
        "HYDRANT_PORT_9808_TCP_PROTO",
        "HYDRANT_METRICS_SERVICE_HOST",
        "HYDRANT_METRICS_PORT_53_UDP_ADDR",
      })
  void whatKubernetesTellsOfAServiceIsNoSetting(String name) {
    assertThat(StrayVariables.of(Map.of(name, "x"))).isEmpty();
  }

  @Test
  void aWrongNameOfTheDiskCommandsIsToldWithTheOnesThereAre() {
    Set<String> known = Set.of("HYDRANT_DISK_MODEL", "HYDRANT_DISK_LIMIT");
    assertThat(
            StrayVariables.ofDisk(
                Map.of(
                    "HYDRANT_DISK_LIMITS", "secret",
                    "HYDRANT_DISK_MODEL", "x",
                    "HYDRANT_DISK_PORT_9808_TCP", "x",
                    "HYDRANT_BUCKETS", "x"),
                known))
        .containsExactly(
            new Problem(
                "HYDRANT_DISK_LIMITS",
                "there is no such setting, so it has no effect;"
                    + " there are HYDRANT_DISK_LIMIT, HYDRANT_DISK_MODEL"));
  }

  @Test
  void aMissingSettingAndItsWrongNameAreToldTogether() {
    assertThatThrownBy(() -> new ConfigReader(Map.of(), Map.of("HYDRANT_BUKET", "models")).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("bucket: it is not set", "did you mean HYDRANT_BUCKET?");
  }

  @Test
  void everySettingAndWhatOtherPartsReadIsKnown() {
    for (Setting<?> setting : Settings.ALL) {
      assertThat(StrayVariables.of(Map.of(setting.variable(), "x"))).isEmpty();
    }
    assertThat(
            StrayVariables.of(
                Map.of(
                    "HYDRANT_CONFIG", "x",
                    "HYDRANT_JAVA_OPTIONS", "x",
                    "HYDRANT_DISK_MODEL", "x",
                    "HYDRANTS", "x",
                    "PATH", "x")))
        .isEmpty();
  }
}

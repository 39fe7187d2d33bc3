package io.hydrant.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Statuses;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusJsonTest {
  @Test
  void whatIsWrittenIsReadTheSame() {
    for (AgentStatus status :
        List.of(Statuses.starting(), Statuses.hydrating(), Statuses.ready())) {
      assertThat(StatusJson.read(StatusJson.write(status))).isEqualTo(status);
    }
  }

  @Test
  void instantsAreIsoTextsAndDurationsAreSeconds() {
    JsonNode json = new JsonMapper().readTree(StatusJson.write(Statuses.hydrating()));
    assertThat(json.get("startedAt").asString()).isEqualTo("2026-11-24T09:56:48Z");
    assertThat(json.get("remaining").asDouble()).isEqualTo(11);
    assertThat(json.get("remaining").isNumber()).isTrue();
    assertThat(json.get("lastAgreement").isNull()).isTrue();
    assertThat(json.get("phase").asString()).isEqualTo("HYDRATING");
    assertThat(json.get("wanted").get("bytes").asLong()).isEqualTo(10_000_000_000L);
    assertThat(json.get("progress").asDouble()).isEqualTo(0.53);
  }

  @Test
  void whatANewerAgentTellsBesidesIsPassedOver() {
    String newer = StatusJson.write(Statuses.ready()).replaceFirst("\\{", "{\"novelty\":1,");
    assertThat(StatusJson.read(newer)).isEqualTo(Statuses.ready());
  }
}

package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanCommandTest {
  private final Console console = new Console().planning(Plans.everything());

  @Test
  void aPlanIsShownAsATable() {
    assertThat(console.run("plan", "--bucket=models")).isZero();
    assertThat(console.out()).isEqualTo(PlanTable.of(Plans.everything(), Style.PLAIN));
  }

  @Test
  void aPlanIsShownAsJson() {
    assertThat(console.run("plan", "--bucket=models", "--output", "json")).isZero();
    JsonNode json = new JsonMapper().readTree(console.out());
    assertThat(json.get("remove").get(0))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"path": "loras/old.safetensors", "size": 1226977424,
                     "reason": "no longer wanted from the bucket"}\
                    """));
    assertThat(json.get("held").isNull()).isTrue();
    assertThat(json.get("fetch").get(1))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"path": "loras/\\u001b[2Jdetail 模型.safetensors",
                     "key": "comfyui/loras/\\u001b[2Jdetail 模型.safetensors",
                     "size": 900, "priority": 0, "reason": "CHANGED"}\
                    """));
    assertThat(json.get("keep").get(0).get("path").asString()).isEqualTo("vae/ae.safetensors");
    assertThat(json.get("skip").get(0).get("reason").asString()).isEqualTo("NO_SPACE");
    assertThat(json.get("skip")).hasSize(2);
    assertThat(json.get("bytes").get("fetch").asLong()).isEqualTo(6_938_079_234L);
  }

  @Test
  void removalsThatAreHeldBackAreInTheJson() {
    console.planning(Plans.held()).run("plan", "--bucket=models", "-o", "JSON");
    JsonNode held = new JsonMapper().readTree(console.out()).get("held");
    assertThat(held.get("reason").asString()).contains("no wanted model at all");
    assertThat(held.get("remove")).hasSize(1);
  }
}

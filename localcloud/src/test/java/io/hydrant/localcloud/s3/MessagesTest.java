package io.hydrant.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessagesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final ObjectChange.Removed REMOVED = new ObjectChange.Removed("models", "x");

  private final Messages messages = new Messages("eu-central-1", InstantSource.fixed(NOW));

  @Test
  void anEventTellsWhereAndWhen() {
    JsonNode event = record(messages.of(REMOVED));

    assertThat(event.get("awsRegion").asString()).isEqualTo("eu-central-1");
    assertThat(event.get("eventTime").asString()).isEqualTo("2026-03-01T12:00:00.123Z");
  }

  @Test
  void sequencersRiseWhileTheClockStandsStill() {
    String first = record(messages.of(REMOVED)).at("/s3/object/sequencer").asString();
    String second = record(messages.of(REMOVED)).at("/s3/object/sequencer").asString();

    assertThat(first).hasSize(16).isLessThan(second);
  }

  @Test
  void sequencersRiseFromOneProcessToTheNext() {
    String before = record(messages.of(REMOVED)).at("/s3/object/sequencer").asString();
    Messages restarted = new Messages("eu-central-1", InstantSource.fixed(NOW.plusMillis(1)));

    assertThat(record(restarted.of(REMOVED)).at("/s3/object/sequencer").asString())
        .isGreaterThan(before);
  }

  private static JsonNode record(String message) {
    return new JsonMapper().readTree(message).get("Records").get(0);
  }
}

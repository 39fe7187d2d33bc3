package io.hydrant.http;

import io.hydrant.status.AgentStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of an [AgentStatus]: its components under their names, instants as ISO 8601,
/// durations in seconds, and `progress` besides.
public final class StatusJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          // An agent that is newer than the command line may tell more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StatusJson() {}

  public static String write(AgentStatus status) {
    ObjectNode json = JSON.valueToTree(status);
    json.put("progress", status.progress());
    return JSON.writeValueAsString(json);
  }

  static String write(Presence presence) {
    return JSON.writeValueAsString(presence);
  }

  /// @throws JacksonException when it is none
  static Presence readPresence(String json) {
    return JSON.readValue(json, Presence.class);
  }

  /// @throws JacksonException when it is no status
  static AgentStatus read(String json) {
    return JSON.readValue(json, AgentStatus.class);
  }
}

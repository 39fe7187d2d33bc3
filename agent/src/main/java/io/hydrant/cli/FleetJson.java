package io.hydrant.cli;

import io.hydrant.node.FleetNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows the nodes of a fleet to machines: sizes in bytes, instants as ISO 8601, states as
/// constants.
final class FleetJson {
  private FleetJson() {}

  static String of(List<FleetNode> nodes) {
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("nodes");
    for (FleetNode node : nodes) {
      ObjectNode entry =
          array
              .addObject()
              .put("name", node.name())
              .put("state", node.state().name())
              .put("open", node.open())
              .put("message", node.message())
              .put("progress", node.progress())
              .put("presentModels", node.present().files())
              .put("wantedModels", node.wanted().files())
              .put("presentBytes", node.present().bytes())
              .put("wantedBytes", node.wanted().bytes())
              .put("modelSet", node.modelSet())
              .put("agentVersion", node.agentVersion());
      put(entry, "lastEvent", node.lastEvent());
      put(entry, "lastHeard", node.lastHeard());
    }
    return Json.write(json);
  }

  private static void put(ObjectNode entry, String name, @Nullable Instant instant) {
    entry.put(name, instant == null ? null : instant.toString());
  }
}

package io.hydrant.cli;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.Skipped;
import io.hydrant.plan.Plan;
import io.hydrant.plan.Plan.Fetch;
import io.hydrant.plan.Plan.Held;
import io.hydrant.plan.Plan.Removal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows a [Plan] to machines: everything, sizes in bytes, reasons as constants.
final class PlanJson {
  private PlanJson() {}

  static String of(Plan plan) {
    ObjectNode json = Json.object();
    removals(json.putArray("remove"), plan.removals());
    Held held = plan.held();
    if (held == null) {
      json.putNull("held");
    } else {
      removals(
          json.putObject("held").put("reason", held.reason()).putArray("remove"), held.removals());
    }
    ArrayNode fetches = json.putArray("fetch");
    for (Fetch fetch : plan.fetches()) {
      file(fetches, fetch.file())
          .put("priority", fetch.file().priority())
          .put("reason", fetch.reason().name());
    }
    ArrayNode kept = json.putArray("keep");
    plan.kept().forEach(file -> file(kept, file));
    ArrayNode skipped = json.putArray("skip");
    for (Skipped skip : plan.skipped()) {
      skipped
          .addObject()
          .put("key", skip.key().value())
          .put("size", skip.size().bytes())
          .put("reason", skip.reason().name())
          .put("detail", skip.detail());
    }
    json.putObject("bytes")
        .put("remove", size(plan.removals()).bytes())
        .put("fetch", plan.fetchSize().bytes())
        .put("keep", plan.keptSize().bytes());
    return Json.write(json);
  }

  private static ObjectNode file(ArrayNode files, ModelFile file) {
    return files
        .addObject()
        .put("path", file.path().value())
        .put("key", file.object().key().value())
        .put("size", file.size().bytes());
  }

  private static void removals(ArrayNode array, List<Removal> removals) {
    for (Removal removal : removals) {
      array
          .addObject()
          .put("path", removal.path().value())
          .put("size", removal.record().size().bytes())
          .put("reason", removal.reason());
    }
  }

  static ByteSize size(List<Removal> removals) {
    return new ByteSize(
        removals.stream().mapToLong(removal -> removal.record().size().bytes()).sum());
  }
}

package io.hydrant.cli;

import io.hydrant.disk.Array;
import io.hydrant.disk.DiskPlan;
import io.hydrant.disk.DiskSettings;
import io.hydrant.disk.DiskState;
import io.hydrant.disk.NodeDisk;
import io.hydrant.disk.Objection;
import io.hydrant.disk.Step;
import io.hydrant.disk.Usage;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows machines what [DiskTable] shows people; sizes in bytes.
final class DiskJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DiskJson() {}

  static String of(NodeDisk.Inspection inspection, DiskSettings settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode disks = json.putArray("disks");
    for (DiskState state : inspection.facts().disks()) {
      ObjectNode disk =
          disks
              .addObject()
              .put("name", state.disk().name())
              .put("node", state.disk().node().toString())
              .put("number", state.disk().number().toString())
              .put("size", state.disk().size().bytes())
              .put("model", state.disk().model())
              .put("serial", state.disk().serial())
              .put("instanceStore", settings.isInstanceStore(state.disk()))
              .put("content", state.content().text());
      usage(disk, state.usage());
    }
    ArrayNode arrays = json.putArray("arrays");
    for (Array array : inspection.facts().arrays()) {
      ObjectNode node =
          arrays
              .addObject()
              .put("name", array.name())
              .put("label", array.label())
              .put("size", array.size().bytes())
              .put("active", array.active())
              .put("content", array.content().text());
      texts(node, "members", array.members().stream().sorted().toList());
      usage(node, array.usage());
    }
    plan(json.putObject("plan"), inspection.plan(), settings);
    return MAPPER.writeValueAsString(json);
  }

  private static void usage(ObjectNode node, Usage usage) {
    texts(node, "partitions", usage.partitions());
    texts(node, "holders", usage.holders());
    texts(node, "mounts", usage.mounts());
    node.put("swap", usage.swap());
    node.put("root", usage.carriesRoot());
    node.put("claim", usage.claim().name());
    texts(node, "doubts", usage.doubts());
  }

  private static void plan(ObjectNode json, DiskPlan plan, DiskSettings settings) {
    switch (plan) {
      case DiskPlan.Proceed(String why, List<Step> steps, List<String> notes) -> {
        json.put("verdict", "PROCEED").put("why", why);
        texts(json, "steps", steps.stream().map(step -> step.text(settings.root())).toList());
        texts(json, "notes", notes);
      }
      case DiskPlan.Refused(List<Objection> objections) -> {
        json.put("verdict", "REFUSED");
        ArrayNode all = json.putArray("objections");
        for (Objection objection : objections) {
          all.addObject()
              .put("subject", objection.subject())
              .put("message", objection.message())
              .put("remedy", objection.remedy());
        }
      }
    }
  }

  private static void texts(ObjectNode node, String name, Collection<String> texts) {
    ArrayNode array = node.putArray(name);
    texts.forEach(array::add);
  }
}

package io.hydrant.node.kube;

import io.hydrant.node.NodeAction;
import io.hydrant.node.NodeCondition;
import io.hydrant.node.NodeFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A change of a Node as a JSON Patch (RFC 6902) that fails when the Node is not as it was seen.
///
/// What has a place in a list is tested at its place; what is added to a list, or begins a list or
/// map that does not exist yet, is tied to the revision.
final class NodePatch {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final NodeFacts seen;
  private final List<Map<String, Object>> operations = new ArrayList<>();

  private NodePatch(NodeFacts seen) {
    this.seen = seen;
  }

  static String of(NodeAction action, NodeFacts seen) {
    NodePatch patch = new NodePatch(seen);
    switch (action) {
      case NodeAction.RemoveTaint(String key) -> patch.removeTaint(key);
      case NodeAction.WriteCondition(NodeCondition condition) -> patch.writeCondition(condition);
      case NodeAction.WriteMetadata(
              Map<String, String> labels,
              Map<String, String> annotations) -> {
        patch.writeMap("/metadata/labels", labels, seen.labels());
        patch.writeMap("/metadata/annotations", annotations, seen.annotations());
      }
    }
    return JSON.writeValueAsString(patch.operations);
  }

  /// From the end, so that a removal does not move those that are still to be removed.
  private void removeTaint(String key) {
    for (int i = seen.taints().size() - 1; i >= 0; i--) {
      if (seen.taints().get(i).equals(key)) {
        add("test", "/spec/taints/" + i + "/key", key);
        add("remove", "/spec/taints/" + i, null);
      }
    }
  }

  private void writeCondition(NodeCondition condition) {
    Map<String, Object> value = json(condition);
    for (int i = 0; i < seen.conditions().size(); i++) {
      if (seen.conditions().get(i).type().equals(condition.type())) {
        String place = "/status/conditions/" + i;
        add("test", place + "/type", condition.type());
        add("replace", place, value);
        return;
      }
    }
    testRevision();
    if (seen.conditions().isEmpty()) {
      add("add", "/status/conditions", List.of(value));
    } else {
      add("add", "/status/conditions/-", value);
    }
  }

  private void writeMap(String path, Map<String, String> entries, Map<String, String> there) {
    if (entries.isEmpty()) {
      return;
    }
    Map<String, String> sorted = new TreeMap<>(entries);
    if (there.isEmpty()) {
      testRevision();
      add("add", path, sorted);
    } else {
      sorted.forEach((key, value) -> add("add", path + "/" + escaped(key), value));
    }
  }

  private void testRevision() {
    add("test", "/metadata/resourceVersion", seen.revision());
  }

  private void add(String operation, String path, @Nullable Object value) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("op", operation);
    entry.put("path", path);
    if (value != null) {
      entry.put("value", value);
    }
    operations.add(entry);
  }

  private static Map<String, Object> json(NodeCondition condition) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", condition.type());
    json.put("status", condition.status());
    json.put("reason", condition.reason());
    json.put("message", condition.message());
    putTime(json, "lastHeartbeatTime", condition.heartbeat());
    putTime(json, "lastTransitionTime", condition.transition());
    return json;
  }

  /// The API's times have whole seconds.
  private static void putTime(Map<String, Object> json, String name, @Nullable Instant time) {
    if (time != null) {
      json.put(name, time.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  /// A key as one step of a JSON Pointer (RFC 6901).
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}

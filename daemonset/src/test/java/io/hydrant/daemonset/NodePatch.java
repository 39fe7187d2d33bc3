package io.hydrant.daemonset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A change that an agent tries on its Node, and what the admission policy says to it.
///
/// @param what the change in words
/// @param operations a JSON Patch on the Node of the [NodeFixture]
/// @param denial a part of the message of the denial, or null where the change is allowed
record NodePatch(String what, JsonNode operations, @Nullable String denial) {
  /// Every row of `node-patches.yaml`: each thing that an agent does, and each field that it must
  /// not touch.
  static Stream<NodePatch> table() {
    try (InputStream file = NodePatch.class.getResourceAsStream("/node-patches.yaml")) {
      return new YAMLMapper()
          .readTree(Objects.requireNonNull(file)).properties().stream().flatMap(NodePatch::rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<NodePatch> rows(Map.Entry<String, JsonNode> group) {
    String denial = group.getKey().equals("allowed") ? null : group.getKey();
    return group.getValue().properties().stream()
        .map(row -> new NodePatch(row.getKey(), row.getValue(), denial));
  }

  /// The row that is called so.
  static NodePatch named(String what) {
    return table().filter(row -> row.what.equals(what)).findFirst().orElseThrow();
  }

  /// Whether the change has to be sent to `nodes/status`, because `nodes` drops it.
  boolean isOfStatus() {
    return touches("/status/");
  }

  /// Whether an operation is on a path that starts so.
  boolean touches(String path) {
    return operations
        .valueStream()
        .anyMatch(operation -> operation.path("path").asString().startsWith(path));
  }

  @Override
  public String toString() {
    return (denial == null ? "allowed: " : "forbidden: ") + what;
  }
}

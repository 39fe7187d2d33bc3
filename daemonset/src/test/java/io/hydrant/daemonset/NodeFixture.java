package io.hydrant.daemonset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Node that all patches of the table are tried on: what an agent finds half-way through its
/// first hydration. The fields that a cloud may leave unset are unset.
final class NodeFixture {
  static final String NAME = "gpu-a";

  private NodeFixture() {}

  static JsonNode node() {
    try (InputStream file = NodeFixture.class.getResourceAsStream("/node.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.hydrant.daemonset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A value of the chart, read from `values.yaml` together with the comment above it.
///
/// @param path the keys from the top, joined by dots
/// @param comment what the comment says, or empty
/// @param fallback the default in YAML's flow style, or null where the value only groups others
record ChartValue(String path, String comment, @Nullable String fallback) {
  /// All values in the order of the file. A mapping that has a comment is one value, unless its own
  /// keys have comments too.
  static List<ChartValue> all(Path file) throws IOException {
    Node root =
        new Compose(LoadSettings.builder().setParseComments(true).build())
            .composeString(Files.readString(file))
            .orElseThrow();
    List<ChartValue> values = new ArrayList<>();
    collect("", (MappingNode) root, values);
    return values;
  }

  private static void collect(String prefix, MappingNode mapping, List<ChartValue> values) {
    for (NodeTuple entry : mapping.getValue()) {
      String path = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
      String comment = comment(entry.getKeyNode());
      Node value = entry.getValueNode();
      if (value instanceof MappingNode group && groups(group, comment)) {
        if (!comment.isEmpty()) {
          values.add(new ChartValue(path, comment, null));
        }
        collect(path + ".", group, values);
      } else {
        values.add(new ChartValue(path, comment, flow(value)));
      }
    }
  }

  private static boolean groups(MappingNode mapping, String comment) {
    return mapping.getValue().stream().anyMatch(entry -> !comment(entry.getKeyNode()).isEmpty())
        || (comment.isEmpty() && !mapping.getValue().isEmpty());
  }

  private static String comment(Node key) {
    List<CommentLine> lines = key.getBlockComments();
    return lines == null
        ? ""
        : lines.stream()
            .map(line -> line.getValue().strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
  }

  private static String flow(Node node) {
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue().isEmpty() ? "\"\"" : scalar.getValue();
      case SequenceNode sequence ->
          sequence.getValue().stream()
              .map(ChartValue::flow)
              .collect(Collectors.joining(", ", "[", "]"));
      case MappingNode mapping ->
          mapping.getValue().stream()
              .map(entry -> flow(entry.getKeyNode()) + ": " + flow(entry.getValueNode()))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> throw new IllegalArgumentException("not a value: " + node);
    };
  }
}

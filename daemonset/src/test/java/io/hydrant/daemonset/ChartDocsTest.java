package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.config.Setting;
import io.hydrant.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ChartDocsTest {
  private static final Path README = Chart.FOLDER.resolve("README.md");
  private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");

  /// Defaults that are longer than this are looked up in the file itself.
  private static final int LONGEST_DEFAULT = 60;

  /// Settings that follow from the chart's own values, or from the pod.
  private static final Set<String> DECIDED_BY_THE_CHART =
      Set.of("root", "http-address", "node-name", "startup-taint", "instance-id");

  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private final List<ChartValue> values = ChartValue.all(Chart.FOLDER.resolve("values.yaml"));
  private final ObjectNode schema = (ObjectNode) json.readTree(Files.readString(SCHEMA));

  ChartDocsTest() throws IOException {}

  @Test
  void everyValueSaysWhatItIs() {
    assertThat(values).extracting(ChartValue::comment).noneMatch(String::isEmpty);
  }

  @Test
  void theSchemaKnowsExactlyTheValuesOfTheFile() {
    List<String> inFile =
        values.stream().filter(value -> value.fallback() != null).map(ChartValue::path).toList();

    assertThat(described(schema, ""))
        // Helm's own, and those that the next test is about.
        .filteredOn(path -> !path.equals("global") && !path.startsWith("settings."))
        .containsExactlyElementsOf(
            inFile.stream().filter(path -> !path.startsWith("settings.")).toList());
  }

  @Test
  void theSchemaDescribesEveryValueByItsCommentAndEverySettingAsTheAgentDoes() throws IOException {
    ObjectNode settings = json.createObjectNode();
    Settings.ALL.stream()
        .filter(setting -> !DECIDED_BY_THE_CHART.contains(setting.name()))
        .forEach(setting -> settings.set(setting.name(), schemaOf(setting)));
    property("settings").set("properties", settings);
    for (ChartValue value : values) {
      property(value.path()).put("description", value.comment());
    }

    GeneratedFile.assertUpToDate(SCHEMA, json.writeValueAsString(schema) + "\n");
  }

  @Test
  void theReadmeListsEveryValueWithItsDefaultAndComment() throws IOException {
    String start = "<!-- values: made from values.yaml, and kept true by a test -->\n";
    String end = "<!-- end of values -->\n";
    String readme = Files.readString(README);
    String table = values.stream().map(ChartDocsTest::row).collect(Collectors.joining());

    GeneratedFile.assertUpToDate(
        README,
        readme.substring(0, readme.indexOf(start))
            + start
            + "| Value | Default | What it is |\n|---|---|---|\n"
            + table
            + readme.substring(readme.indexOf(end)));
  }

  private ObjectNode schemaOf(Setting<?> setting) {
    ObjectNode type = json.createObjectNode();
    switch (setting.arity()) {
      case ONE -> type.putArray("type").add("string").add("number");
      case SWITCH -> type.put("type", "boolean");
      case MANY -> {
        type.put("type", "array");
        type.putObject("items").put("type", "string");
      }
    }
    return type.put("description", setting.description());
  }

  private static String row(ChartValue value) {
    String fallback = value.fallback();
    String cell =
        fallback == null
            ? ""
            : fallback.length() > LONGEST_DEFAULT ? "see values.yaml" : "`" + fallback + "`";
    return "| `%s` | %s | %s |\n".formatted(value.path(), cell, value.comment());
  }

  /// The schema of a value.
  private ObjectNode property(String path) {
    JsonNode node = schema;
    for (String key : path.split("\\.", -1)) {
      node = node.path("properties").path(key);
    }
    assertThat(node.isObject()).as("%s is in the schema", path).isTrue();
    return (ObjectNode) node;
  }

  /// The values that the schema knows. It says nothing about what is inside of a free object.
  private static List<String> described(JsonNode node, String prefix) {
    List<String> paths = new ArrayList<>();
    node.path("properties")
        .properties()
        .forEach(property -> {
          String path = prefix + property.getKey();
          if (property.getValue().has("properties")) {
            paths.addAll(described(property.getValue(), path + "."));
          } else {
            paths.add(path);
          }
        });
    return paths;
  }
}

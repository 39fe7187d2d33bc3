package io.hydrant.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The alert rules and the dashboards, held against the catalogue of metrics.
final class MonitoringTest {
  private static final Path ALERTS = Chart.FOLDER.resolve("files/alerts.yaml");
  private static final Path DASHBOARDS = Chart.FOLDER.resolve("files/dashboards");

  /// Made from the agent's catalogue, and kept true there.
  private static final Path METRICS = Path.of("../docs/metrics.md");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|");
  private static final Pattern NAME = Pattern.compile("\\b(?:hydrant|process|jvm)_\\w+");

  private final YAMLMapper yaml = new YAMLMapper();
  private final JsonMapper json = new JsonMapper();

  @Test
  void everyMetricThatAnAlertNamesIsOneOfTheAgent() throws IOException {
    assertThat(names(alerts().findValuesAsString("expr"))).isNotEmpty().isSubsetOf(exposed());
  }

  @Test
  void everyMetricThatADashboardNamesIsOneOfTheAgent() throws IOException {
    for (Path dashboard : dashboards()) {
      JsonNode root = json.readTree(Files.readString(dashboard));
      List<String> queries = new ArrayList<>(root.findValuesAsString("expr"));
      root.at("/templating/list")
          .valueStream()
          .forEach(variable -> queries.add(variable.path("query").asString()));

      assertThat(names(queries)).as(dashboard.toString()).isNotEmpty().isSubsetOf(exposed());
    }
  }

  @Test
  void everyAlertSaysHowBadItIsWhatHappenedAndWhatToDo() throws IOException {
    assertThat(alerts().valueStream())
        .isNotEmpty()
        .allSatisfy(alert -> {
          assertThat(alert.at("/labels/severity").asString()).isIn("critical", "warning", "info");
          assertThat(alert.at("/annotations/summary").asString()).contains("$labels.node");
          assertThat(alert.at("/annotations/description").asString()).isNotBlank();
        });
  }

  @Test
  void everyAlertIsTriedOut() throws IOException {
    String tests = Files.readString(Path.of("src/test/resources/alert-tests.yaml"));

    assertThat(tests).contains(alerts().findValuesAsString("alert"));
  }

  @Test
  void everyPanelSaysWhatItShowsAndAsksTheChosenDataSource() throws IOException {
    for (Path dashboard : dashboards()) {
      JsonNode panels = json.readTree(Files.readString(dashboard)).path("panels");

      assertThat(panels.valueStream())
          .isNotEmpty()
          .allSatisfy(panel -> {
            assertThat(panel.path("description").asString()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
            assertThat(panel.path("targets").isEmpty()).isFalse();
          });
    }
  }

  @Test
  @RequiresHelm
  void theChartShipsTheFilesAsTheyAre() throws IOException {
    Chart chart =
        Chart.render(
            "--set=alerts.enabled=true,alerts.labels.release=prometheus,dashboards.enabled=true");
    JsonNode rule =
        chart.documents().stream()
            .filter(document -> document.path("kind").asString().equals("PrometheusRule"))
            .findFirst()
            .orElseThrow();
    ConfigMap dashboards = chart.named("hydrant-dashboards", ConfigMap.class);

    assertThat(rule.path("spec")).isEqualTo(yaml.readTree(Files.readString(ALERTS)));
    assertThat(rule.at("/metadata/labels/release").asString()).isEqualTo("prometheus");
    assertThat(dashboards.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    for (Path dashboard : dashboards()) {
      String shipped = dashboards.getData().get(dashboard.getFileName().toString());
      assertThat(json.readTree(shipped)).isEqualTo(json.readTree(Files.readString(dashboard)));
    }
  }

  private JsonNode alerts() throws IOException {
    return yaml.readTree(Files.readString(ALERTS)).at("/groups/0/rules");
  }

  private static List<Path> dashboards() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(DASHBOARDS, "*.json")) {
      found.forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    return files;
  }

  private static Set<String> names(List<String> queries) {
    return NAME.matcher(String.join(" ", queries))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The names under which Prometheus keeps the metrics of the catalogue.
  private static Set<String> exposed() throws IOException {
    Set<String> exposed = new TreeSet<>();
    ROW.matcher(Files.readString(METRICS))
        .results()
        .forEach(row -> {
          String name = row.group(1);
          switch (row.group(2)) {
            case "histogram" ->
                exposed.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
            case "summary" -> exposed.addAll(List.of(name + "_sum", name + "_count"));
            case "counter", "gauge" -> exposed.add(name);
            default -> throw new IllegalStateException(row.group());
          }
        });
    assertThat(exposed).hasSizeGreaterThan(20);
    return exposed;
  }
}

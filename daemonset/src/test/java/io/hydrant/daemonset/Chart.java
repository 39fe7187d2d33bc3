package io.hydrant.daemonset;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The chart as helm renders it, every document parsed strictly on demand.
final class Chart {
  static final Path FOLDER = Path.of("chart");

  /// The least that an installation sets.
  static final List<String> REQUIRED =
      List.of(
          "--set=settings.bucket=my-models",
          "--set=image.repository=registry.example/hydrant",
          "--set=image.digest=sha256:" + "0".repeat(64));

  /// Switches the reaper on, with what it requires.
  static final String REAPER =
      "--set=reaper.enabled=true,settings.cluster=prod,"
          + "settings.topic-arn=arn:aws:sns:eu-central-1:123456789012:models-events";

  private final StrictParser parser = new StrictParser();
  private final List<JsonNode> documents;

  private Chart(String manifests) {
    this.documents = parser.documents(manifests);
  }

  /// Renders the chart with what it requires and with further arguments of `helm template`.
  static Chart render(String... arguments) {
    return renderAs("hydrant", arguments);
  }

  /// Renders the chart as a release with a name, in a namespace of the same name.
  static Chart renderAs(String release, String... arguments) {
    Command rendered = helm(release, withRequired(arguments));
    if (rendered.exitCode() != 0) {
      throw new IllegalStateException("the chart does not render: " + rendered.errors());
    }
    return new Chart(rendered.output());
  }

  /// What helm answers to values that the chart may refuse, beside those that it requires.
  static Command attempt(String... arguments) {
    return helm("hydrant", withRequired(arguments));
  }

  /// What helm answers where it is to render the chart with exactly these arguments.
  static Command renderOnlyWith(String... arguments) {
    return helm("hydrant", Arrays.stream(arguments));
  }

  private static Stream<String> withRequired(String... arguments) {
    return Stream.concat(REQUIRED.stream(), Arrays.stream(arguments));
  }

  private static Command helm(String release, Stream<String> arguments) {
    Stream<String> words =
        Stream.of("tools/helm.sh", "template", release, FOLDER.toString(), "--namespace", release);
    return Command.run(Stream.concat(words, arguments).toList());
  }

  List<JsonNode> documents() {
    return documents;
  }

  /// All objects of a class of the model, in the order in which they are rendered.
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return documents.stream()
        .filter(document -> kind(document).equals(HasMetadata.getKind(type)))
        .map(parser::resource)
        .map(type::cast)
        .toList();
  }

  /// The object of a class that is there exactly once.
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> all = all(type);
    if (all.size() != 1) {
      throw new IllegalStateException("%d of %s".formatted(all.size(), type.getSimpleName()));
    }
    return all.getFirst();
  }

  /// The object of a class with a name.
  <T extends HasMetadata> T named(String name, Class<T> type) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + " " + name));
  }

  private static String kind(JsonNode document) {
    return document.path("kind").asString();
  }
}

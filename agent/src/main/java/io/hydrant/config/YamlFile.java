package io.hydrant.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads the YAML file: one flat mapping from the settings' names to texts or lists of texts.
///
/// It is read token by token and not bound to a type: so a value is the text that the user wrote,
/// and every fault has its line.
final class YamlFile {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, Given> given = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean complete;

  private YamlFile(Path file) {
    this.file = file;
  }

  static YamlFile read(Path file) {
    YamlFile yaml = new YamlFile(file);
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), Files.readString(file))) {
      yaml.document(parser);
      yaml.complete = true;
    } catch (NoSuchFileException _) {
      yaml.problems.add(new Problem(file.toString(), "there is no such file"));
    } catch (JacksonException e) {
      yaml.problems.add(
          new Problem(
              yaml.where(e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
              "this is not YAML: " + firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      yaml.problems.add(
          new Problem(
              file.toString(), "it cannot be read: " + e.getClass().getSimpleName() + detail(e)));
    }
    return yaml;
  }

  /// What the file says, by the settings' names.
  Map<String, Given> given() {
    return given;
  }

  List<Problem> problems() {
    return problems;
  }

  /// Whether the file was read to its end, so that what is not in [#given] is not set.
  boolean isComplete() {
    return complete;
  }

  private void document(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      problems.add(new Problem(where(parser), "expected lines of the form 'name: value'"));
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      entry(parser, parser.currentName());
    }
    if (parser.nextToken() != null) {
      problems.add(
          new Problem(where(parser), "a second document begins, and only one can be read"));
    }
  }

  private void entry(JsonParser parser, String name) {
    String where = where(parser) + ", " + name;
    List<String> texts = texts(parser);
    Setting<?> setting = Spelling.find(name);
    if (setting == null) {
      problems.add(new Problem(where, "there is no such setting" + Spelling.hint(name)));
    } else if (texts == null) {
      problems.add(new Problem(where, "expected a value or a list of values, not a mapping"));
    } else if (!texts.isEmpty() || parser.currentToken() == JsonToken.END_ARRAY) {
      given.put(name, new Given(where, texts));
    }
  }

  /// The value as it is written; empty for null and for an empty list; null for anything that is
  /// neither a text nor a list of texts.
  private static @Nullable List<String> texts(JsonParser parser) {
    JsonToken token = parser.nextToken();
    // The parser takes only the word and nothing at all for null, YAML also the tilde.
    if (token == JsonToken.VALUE_NULL || parser.getString().equals("~")) {
      return List.of();
    }
    if (token.isScalarValue()) {
      return List.of(parser.getString());
    }
    List<String> texts = new ArrayList<>();
    boolean flat = token == JsonToken.START_ARRAY;
    if (!flat) {
      parser.skipChildren();
      return null;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isScalarValue()) {
        texts.add(parser.getString());
      } else {
        flat = false;
        parser.skipChildren();
      }
    }
    return flat ? texts : null;
  }

  private String where(JsonParser parser) {
    return where(parser.currentTokenLocation().getLineNr());
  }

  private String where(int line) {
    return file + ", line " + line;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String detail(IOException e) {
    return e.getMessage() == null ? "" : ": " + e.getMessage();
  }
}

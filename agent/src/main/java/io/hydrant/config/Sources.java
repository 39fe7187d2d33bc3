package io.hydrant.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where settings are given: flags, then variables, then the file, then the variables of AWS's own
/// tools, then their defaults.
final class Sources {
  /// Of the AWS SDKs and command lines, asked last.
  private static final Map<String, String> VARIABLES_OF_AWS =
      Map.of(Settings.CA_BUNDLE.name(), "AWS_CA_BUNDLE");

  private final Map<String, List<String>> flags;
  private final Map<String, String> environment;
  private final Map<String, Given> file = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean complete = true;

  /// Reads the file, if one is named.
  Sources(Map<String, List<String>> flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
    String name = fileName();
    if (name != null) {
      readFile(name);
    }
  }

  private void readFile(String name) {
    try {
      YamlFile yaml = YamlFile.read(Path.of(name));
      file.putAll(yaml.given());
      problems.addAll(yaml.problems());
      complete = yaml.isComplete();
    } catch (InvalidPathException e) {
      problems.add(new Problem("--" + ConfigReader.FILE, "'" + name + "' is not a path"));
      complete = false;
    }
  }

  private @Nullable String fileName() {
    List<String> flag = flags.get(ConfigReader.FILE);
    if (flag != null) {
      return flag.getFirst();
    }
    String variable = environment.get(ConfigReader.FILE_VARIABLE);
    return variable == null || variable.isEmpty() ? null : variable;
  }

  /// What is wrong with the file.
  List<Problem> problems() {
    return problems;
  }

  /// Whether all of the file was read, so that what is not found is not given.
  boolean areComplete() {
    return complete;
  }

  /// What is given for a setting, or null.
  @Nullable Given find(Setting<?> setting) {
    List<String> flag = flags.get(setting.name());
    if (flag != null) {
      return new Given(setting.flag(), flag);
    }
    Given variable = variable(setting.variable());
    if (variable != null) {
      return variable;
    }
    Given inFile = file.get(setting.name());
    if (inFile != null) {
      return inFile;
    }
    String ofAws = VARIABLES_OF_AWS.get(setting.name());
    if (ofAws != null) {
      return variable(ofAws);
    }
    return setting.fallback() == null ? null : new Given("default", List.of(setting.fallback()));
  }

  private @Nullable Given variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : new Given(name, List.of(value));
  }
}

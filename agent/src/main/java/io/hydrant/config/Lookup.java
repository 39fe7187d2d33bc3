package io.hydrant.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of settings, and what is wrong with them.
final class Lookup {
  private final Sources sources;
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Lookup(Sources sources) {
    this.sources = sources;
    problems.addAll(sources.problems());
  }

  /// Reads a setting and notes what is wrong with it. That a required one is missing is only said
  /// when it cannot be in a part of the file that was not read.
  <T> void read(Setting<T> setting) {
    Given given = sources.find(setting);
    if (given == null) {
      if (setting.isRequired() && sources.areComplete()) {
        addMissing(setting);
      }
      return;
    }
    try {
      values.put(setting, setting.reader().apply(texts(setting, given)));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(given.where(), String.valueOf(e.getMessage())));
    }
  }

  <T> T get(Setting<T> setting) {
    T value = find(setting);
    if (value == null) {
      throw new IllegalStateException(setting.name() + " has no default");
    }
    return value;
  }

  // What is stored under a setting was made by its reader.
  @SuppressWarnings("unchecked")
  <T> @Nullable T find(Setting<T> setting) {
    return (T) values.get(setting);
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  void addMissing(Setting<?> setting) {
    problems.add(
        new Problem(
            setting.name(),
            String.format(
                "it is not set: give %1$s %2$s, or set %3$s, or write '%4$s: %2$s' into the file"
                    + " that --config names",
                setting.flag(), setting.label(), setting.variable(), setting.name())));
  }

  /// Whether anything was wrong up to now.
  boolean hasProblems() {
    return !problems.isEmpty();
  }

  void throwProblems() throws ConfigException {
    if (hasProblems()) {
      throw new ConfigException(problems);
    }
  }

  private static List<String> texts(Setting<?> setting, Given given) {
    return switch (setting.arity()) {
      case MANY -> given.texts().stream().flatMap(text -> Parsers.split(text).stream()).toList();
      case ONE, SWITCH -> {
        if (given.texts().size() != 1) {
          throw new IllegalArgumentException("expected one value, not a list");
        }
        yield given.texts();
      }
    };
  }
}

package io.hydrant.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. The message is a report of everything that is wrong with it.
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(report(problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String report(List<Problem> problems) {
    return problems.size() == 1
        ? "The configuration has an error: " + problems.getFirst()
        : problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(
                Collectors.joining(
                    "", "The configuration has " + problems.size() + " errors:", ""));
  }
}

package io.hydrant.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds variables that look like a setting and are none. They are no error, because Kubernetes
/// adds `HYDRANT_…` variables of its own where a Service is named so; but a setting that is spelled
/// wrong would be without effect, and nobody would know.
public final class StrayVariables {
  private static final String PREFIX = "HYDRANT_";
  private static final String DISK_PREFIX = "HYDRANT_DISK_";

  /// Of the image's launcher.
  private static final String JAVA_OPTIONS = "HYDRANT_JAVA_OPTIONS";

  /// What Kubernetes tells of a Service: `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT_HTTP`,
  /// `NAME_PORT_9808_TCP_ADDR`.
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "HYDRANT(_.+)?_(SERVICE_(HOST|PORT(_.+)?)"
              + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  private StrayVariables() {}

  /// Tells those that look like a setting of the agent, each without its value, which may be a
  /// secret.
  public static List<Problem> of(Map<String, String> environment) {
    Set<String> known = new TreeSet<>(Set.of(ConfigReader.FILE_VARIABLE, JAVA_OPTIONS));
    Settings.ALL.forEach(setting -> known.add(setting.variable()));
    return strays(environment, known).stream()
        .filter(name -> !name.startsWith(DISK_PREFIX))
        .map(name -> problem(name, meant(name)))
        .toList();
  }

  /// Tells those that look like a setting of `hydrant disk`.
  ///
  /// @param known the variables that are
  public static List<Problem> ofDisk(Map<String, String> environment, Set<String> known) {
    return strays(environment, known).stream()
        .filter(name -> name.startsWith(DISK_PREFIX))
        .map(name -> problem(name, "; there are " + String.join(", ", new TreeSet<>(known))))
        .toList();
  }

  private static List<String> strays(Map<String, String> environment, Set<String> known) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .filter(name -> !OF_A_SERVICE.matcher(name).matches())
        .sorted()
        .toList();
  }

  private static String meant(String name) {
    return Spelling.nearest(name.substring(PREFIX.length()))
        .map(setting -> "; did you mean " + setting.variable() + "?")
        .orElse("");
  }

  private static Problem problem(String name, String hint) {
    return new Problem(name, "there is no such setting, so it has no effect" + hint);
  }
}

package io.hydrant.config;

import java.util.ArrayList;
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

  /// Of the image's launcher and of `hydrant disk`.
  private static final Pattern OF_OTHER_PARTS = Pattern.compile("HYDRANT_(JAVA_OPTIONS|DISK_.+)");

  /// What Kubernetes tells of a Service: `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT_HTTP`,
  /// `NAME_PORT_9808_TCP_ADDR`.
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "HYDRANT(_.+)?_(SERVICE_(HOST|PORT(_.+)?)"
              + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  private StrayVariables() {}

  /// Tells each, without its value, which may be a secret.
  public static List<Problem> of(Map<String, String> environment) {
    Set<String> known = new TreeSet<>(Set.of(ConfigReader.FILE_VARIABLE));
    Settings.ALL.forEach(setting -> known.add(setting.variable()));
    List<Problem> strays = new ArrayList<>();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX)
          && !known.contains(name)
          && !OF_OTHER_PARTS.matcher(name).matches()
          && !OF_A_SERVICE.matcher(name).matches()) {
        String meant =
            Spelling.nearest(name.substring(PREFIX.length()))
                .map(setting -> "; did you mean " + setting.variable() + "?")
                .orElse("");
        strays.add(new Problem(name, "there is no such setting, so it has no effect" + meant));
      }
    }
    return strays;
  }
}

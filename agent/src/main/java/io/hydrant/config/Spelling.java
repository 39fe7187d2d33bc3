package io.hydrant.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds settings by name, and guesses which one a wrong name means.
final class Spelling {
  private Spelling() {}

  static @Nullable Setting<?> find(String name) {
    return Settings.ALL.stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /// `; did you mean …?`, or nothing when no setting has a name that is near.
  static String hint(String name) {
    return nearest(name).map(known -> "; did you mean '" + known.name() + "'?").orElse("");
  }

  /// The setting that a wrong name is nearest to, if it is near.
  static Optional<Setting<?>> nearest(String name) {
    return Settings.ALL.stream()
        .<Setting<?>>map(setting -> setting)
        .min(Comparator.comparingInt(known -> distance(name, known.name())))
        .filter(known -> distance(name, known.name()) <= Math.max(1, known.name().length() / 3));
  }

  /// How many letters must be put in, taken out or replaced (Levenshtein), hyphens and case aside.
  private static int distance(String one, String other) {
    String from = bare(one);
    String to = bare(other);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private static String bare(String name) {
    return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }
}

package io.hydrant.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `30s`, `10m`, `1h30m`.
public final class DurationText {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private DurationText() {}

  /// Reads whole numbers with the units `d`, `h`, `m`, `s` and `ms`, the largest first.
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (text.isBlank() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration: write for example 30s, 10m or 1h30m");
    }
    return Duration.ofDays(part(matcher, 1))
        .plusHours(part(matcher, 2))
        .plusMinutes(part(matcher, 3))
        .plusSeconds(part(matcher, 4))
        .plusMillis(part(matcher, 5));
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /// Writes the two largest units that count: `1d4h`, `3m12s`, `8s`, `250ms`.
  public static String format(Duration duration) {
    long days = duration.toDays();
    if (days > 0) {
      return pair(days, "d", duration.toHoursPart(), "h");
    }
    long hours = duration.toHours();
    if (hours > 0) {
      return pair(hours, "h", duration.toMinutesPart(), "m");
    }
    long minutes = duration.toMinutes();
    if (minutes > 0) {
      return pair(minutes, "m", duration.toSecondsPart(), "s");
    }
    return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  private static String pair(long large, String largeUnit, int small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }
}

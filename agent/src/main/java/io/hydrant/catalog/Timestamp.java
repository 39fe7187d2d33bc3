package io.hydrant.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/// Reads points in time as S3 and Hydrant's own records write them.
///
/// An agent that starts with many models reads two for each of them, with code that is not compiled
/// yet: [Instant#parse] can read many more forms, and takes ten times as long for these.
public final class Timestamp {
  /// Up to the seconds; what stands for `0` is a digit.
  private static final String FORM = "0000-00-00T00:00:00";

  private static final int MOST_FRACTION_DIGITS = 9;
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;

  private Timestamp() {}

  /// Reads one.
  ///
  /// @param text like `2026-03-01T12:00:00.123Z`, or anything else that [Instant#parse] takes
  /// @throws DateTimeException when it is no point in time
  public static Instant parse(String text) {
    int end = text.length() - 1;
    if (!isPlain(text, end)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    int nanos = 0;
    if (end > FORM.length()) {
      nanos = number(text, FORM.length() + 1, end);
      for (int digit = end - FORM.length() - 1; digit < MOST_FRACTION_DIGITS; digit++) {
        nanos *= 10;
      }
    }
    return Instant.ofEpochSecond(
        day * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second, nanos);
  }

  /// Whether it has the form, perhaps a dot and up to nine digits, and a `Z` at the end.
  private static boolean isPlain(String text, int end) {
    int fraction = end - FORM.length() - 1;
    if (end < FORM.length()
        || text.charAt(end) != 'Z'
        || fraction == 0
        || fraction > MOST_FRACTION_DIGITS
        || (fraction > 0 && text.charAt(FORM.length()) != '.')) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char wanted = i < FORM.length() ? FORM.charAt(i) : i == FORM.length() ? '.' : '0';
      char given = text.charAt(i);
      if (wanted == '0' ? given < '0' || given > '9' : given != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int begin, int end) {
    int number = 0;
    for (int i = begin; i < end; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}

package io.hydrant.app;

import io.hydrant.catalog.ByteSize;
import java.time.Duration;
import java.util.Locale;

/// How amounts and names are put into words for people, in log lines and tables alike.
public final class Words {
  private Words() {}

  /// `1 model`, `2 models`.
  public static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// `57 %`: rounded down, so that 100 means all.
  public static String percent(double share) {
    return (int) Math.floor(share * 100) + " %";
  }

  /// `12.3 MiB/s`.
  public static String rate(long bytesPerSecond) {
    return new ByteSize(bytesPerSecond) + "/s";
  }

  /// `12.3 MiB/s`, on average.
  public static String rate(ByteSize size, Duration took) {
    return rate(size.bytes() * 1000 / Math.max(1, took.toMillis()));
  }

  /// The text with its control characters written out. A key can hold any, and none may reach a
  /// terminal or begin a line of its own in the log.
  public static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            printable.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            printable.append((char) c);
          }
        });
    return printable.toString();
  }
}

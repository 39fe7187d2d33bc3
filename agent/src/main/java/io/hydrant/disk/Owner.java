package io.hydrant.disk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The user and group, by number, that the agent runs as.
public record Owner(int user, int group) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}):(\\d{1,9})");

  /// Reads `65532:65532`.
  public static Owner parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an owner: write user and group as numbers, like 65532:65532");
    }
    return new Owner(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return user + ":" + group;
  }
}

package io.hydrant.cli;

/// What a terminal is told besides text.
final class Screen {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private Screen() {}

  /// The text, written from the top over what is there.
  static String over(String text) {
    return HOME + text.replace("\n", CLEAR_LINE + "\n") + CLEAR_BELOW;
  }
}

package io.hydrant.cli;

import io.hydrant.app.Words;
import java.util.regex.Pattern;

/// Text for a screen of 80 columns, built line by line. Prose is wrapped; names never are, so that
/// they can be copied.
final class Page {
  private static final int WIDTH = 80;
  private static final Pattern SPACE = Pattern.compile(" ");

  private final StringBuilder text = new StringBuilder();

  Page blank() {
    text.append('\n');
    return this;
  }

  /// A line as it is.
  Page line(String line) {
    text.append(line.stripTrailing()).append('\n');
    return this;
  }

  /// A line that ends in a name from the bucket or the disk.
  Page name(String before, String name) {
    return line(before + Words.printable(name));
  }

  /// Words, wrapped and indented.
  Page prose(int indent, String words) {
    StringBuilder line = new StringBuilder();
    for (String word : SPACE.split(Words.printable(words), -1)) {
      if (!line.isEmpty() && indent + line.length() + 1 + word.length() > WIDTH) {
        line(" ".repeat(indent) + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return line(" ".repeat(indent) + line);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package io.hydrant.catalog;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern over model paths, matched against the whole path and case-sensitively.
///
/// `*` and `?` stay within one path component, `**` crosses them (and a component `**/` also
/// matches no folder at all), `[abc]` and `[!a-z]` are one character, `{a,b}` is one of several,
/// `\` takes the next character literally.
public final class Glob {
  private final String text;
  private final Pattern pattern;

  private Glob(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  public static Glob parse(String text) {
    try {
      return new Glob(text, Pattern.compile(new Translation(text).regex(), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a glob pattern: " + e.getDescription(), e);
    }
  }

  public boolean matches(ModelPath path) {
    return pattern.matcher(path.value()).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /// One pass over the pattern's text.
  private static final class Translation {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private int at;
    private int braces;

    Translation(String glob) {
      this.glob = glob;
    }

    String regex() {
      if (glob.isEmpty()) {
        throw new IllegalArgumentException("a glob pattern is never empty");
      }
      while (at < glob.length()) {
        step(next());
      }
      if (braces != 0) {
        throw new IllegalArgumentException("'" + glob + "' is not a glob pattern: '{' without '}'");
      }
      return regex.toString();
    }

    private int next() {
      int c = glob.codePointAt(at);
      at += Character.charCount(c);
      return c;
    }

    private void step(int c) {
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> characterClass();
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          if (braces > 0) {
            braces--;
            regex.append(')');
          } else {
            literal(c);
          }
        }
        case ',' -> {
          if (braces > 0) {
            regex.append('|');
          } else {
            literal(c);
          }
        }
        case '\\' -> literal(at < glob.length() ? next() : c);
        default -> literal(c);
      }
    }

    private void star() {
      boolean opensComponent = at == 1 || "/{,".indexOf(glob.charAt(at - 2)) >= 0;
      if (!glob.startsWith("*", at)) {
        regex.append("[^/]*");
      } else if (opensComponent && glob.startsWith("*/", at)) {
        at += 2;
        regex.append("(?:.*/)?");
      } else {
        at++;
        regex.append(".*");
      }
    }

    private void characterClass() {
      int end = glob.indexOf(']', at + 1);
      if (end < 0) {
        throw new IllegalArgumentException("'" + glob + "' is not a glob pattern: '[' without ']'");
      }
      String body =
          glob.substring(at, end).replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&\\&");
      regex.append("(?!/)[");
      regex.append(body.startsWith("!") ? "^" + body.substring(1) : body.replace("^", "\\^"));
      regex.append(']');
      at = end + 1;
    }

    private void literal(int c) {
      regex.append(Pattern.quote(Character.toString(c)));
    }
  }
}

package io.hydrant.cli;

/// How words are set off.
enum Style {
  /// Not at all: for files, pipes and terminals that ask for it.
  PLAIN,
  /// By the colors of a terminal.
  ANSI;

  String strong(String text) {
    return mark("1", text);
  }

  String good(String text) {
    return mark("32", text);
  }

  String doubtful(String text) {
    return mark("33", text);
  }

  String bad(String text) {
    return mark("31", text);
  }

  private String mark(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case ANSI -> "\u001b[" + code + "m" + text + "\u001b[0m";
    };
  }
}

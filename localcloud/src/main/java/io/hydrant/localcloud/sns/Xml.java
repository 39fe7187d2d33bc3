package io.hydrant.localcloud.sns;

import java.util.List;
import java.util.stream.Collectors;

/// An XML element, as text.
///
/// @param content the text between its tags, escaped
record Xml(String name, String content) {
  static Xml text(String name, String text) {
    return new Xml(name, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }

  static Xml of(String name, Xml... children) {
    return of(name, List.of(children));
  }

  static Xml of(String name, List<Xml> children) {
    return new Xml(name, children.stream().map(Xml::toString).collect(Collectors.joining()));
  }

  @Override
  public String toString() {
    return "<" + name + ">" + content + "</" + name + ">";
  }
}

package io.hydrant.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One thing that can be set.
///
/// @param name its key in the YAML file; the flag and the variable are made of it
/// @param label what its value is called in help texts: `SIZE`
/// @param arity how many values it takes
/// @param reader makes the value of what was given; throws IllegalArgumentException that names the
///   bad text and says what is right
/// @param fallback what is read when nothing is given; null when there is no such text
/// @param otherwise in words, what happens when nothing is given and there is no fallback; empty
///   when nothing works then
/// @param description one sentence or two
public record Setting<T>(
    String name,
    Theme theme,
    String label,
    Arity arity,
    Function<List<String>, T> reader,
    @Nullable String fallback,
    String otherwise,
    String description) {

  /// How many values a setting takes.
  public enum Arity {
    ONE,
    /// True when its flag is given without a value.
    SWITCH,
    MANY
  }

  /// `--name`.
  public String flag() {
    return "--" + name;
  }

  /// `HYDRANT_NAME`.
  public String variable() {
    return "HYDRANT_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /// Whether nothing works without it.
  public boolean isRequired() {
    return fallback == null && otherwise.isEmpty();
  }

  /// The default in words.
  public String defaultText() {
    if (fallback == null) {
      return isRequired() ? "required" : otherwise;
    }
    return fallback.isEmpty() ? "none" : fallback;
  }

  /// Starts the description of a setting that takes one value.
  static <T> Draft<T> one(String name, Theme theme, String label, Function<String, T> reader) {
    return new Draft<>(name, theme, label, Arity.ONE, texts -> reader.apply(texts.getFirst()));
  }

  /// Starts the description of a setting that is on or off.
  static Draft<Boolean> onOff(String name, Theme theme) {
    return new Draft<>(name, theme, "BOOL", Arity.SWITCH, texts -> Parsers.bool(texts.getFirst()));
  }

  /// Starts the description of a setting that takes a list.
  static <T> Draft<List<T>> many(
      String name, Theme theme, String label, Function<String, T> reader) {
    return new Draft<>(name, theme, label, Arity.MANY, texts -> Parsers.each(texts, reader));
  }

  /// A setting without its default.
  record Draft<T>(
      String name, Theme theme, String label, Arity arity, Function<List<String>, T> reader) {

    Setting<T> defaultsTo(String fallback, String description) {
      return new Setting<>(name, theme, label, arity, reader, fallback, "", description);
    }

    Setting<T> required(String description) {
      return otherwise("", description);
    }

    Setting<T> otherwise(String otherwise, String description) {
      return new Setting<>(name, theme, label, arity, reader, null, otherwise, description);
    }
  }
}

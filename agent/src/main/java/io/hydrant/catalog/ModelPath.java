package io.hydrant.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a model lives below the root of the published tree: `loras/detail.safetensors`.
///
/// A value of this type is safe to resolve against a directory: it is relative, has no empty, `.`
/// or `..` component, no NUL, can be written in UTF-8, and has no component that is longer than a
/// Linux file name may be.
public record ModelPath(String value) implements Comparable<ModelPath> {
  /// NAME_MAX of ext4 and xfs, in bytes of UTF-8.
  static final int MAX_COMPONENT_BYTES = 255;

  /// The name of the file by which a reader takes a diffusers folder for a complete model.
  public static final String FOLDER_INDEX = "model_index.json";

  private static final Pattern SLASH = Pattern.compile("/");

  public ModelPath {
    Unusable problem = problemOf(value);
    if (problem != null) {
      throw new IllegalArgumentException(
          "'" + value + "' cannot be a file's path: " + problem.detail());
    }
  }

  /// What becomes of a text that should be a path.
  public sealed interface Parsed {}

  /// The text is a path.
  public record Usable(ModelPath path) implements Parsed {}

  /// The text is none, and why.
  public record Unusable(SkipReason reason, String detail) implements Parsed {}

  /// Reads a key (without the bucket's prefix) as a path.
  public static Parsed of(String text) {
    Unusable problem = problemOf(text);
    return problem != null ? problem : new Usable(new ModelPath(text));
  }

  private static @Nullable Unusable problemOf(String text) {
    if (text.startsWith("/")) {
      return new Unusable(SkipReason.UNSAFE_KEY, "it begins with '/'");
    }
    if (text.indexOf('\0') >= 0) {
      return new Unusable(SkipReason.UNSAFE_KEY, "it contains a NUL character");
    }
    if (!isWellFormed(text)) {
      return new Unusable(SkipReason.UNSAFE_KEY, "it is not well-formed Unicode");
    }
    int begin = 0;
    while (begin <= text.length()) {
      int slash = text.indexOf('/', begin);
      int end = slash < 0 ? text.length() : slash;
      Unusable problem = problemOfComponent(text.substring(begin, end));
      if (problem != null) {
        return problem;
      }
      begin = end + 1;
    }
    return null;
  }

  private static @Nullable Unusable problemOfComponent(String component) {
    if (component.isEmpty()) {
      return new Unusable(SkipReason.UNSAFE_KEY, "it has an empty path component");
    }
    if (component.equals(".") || component.equals("..")) {
      return new Unusable(SkipReason.UNSAFE_KEY, "it has the path component '" + component + "'");
    }
    // No character takes more than three bytes; a surrogate is half of one that takes four.
    if (component.length() * 3 <= MAX_COMPONENT_BYTES) {
      return null;
    }
    int length = component.getBytes(StandardCharsets.UTF_8).length;
    return length <= MAX_COMPONENT_BYTES
        ? null
        : new Unusable(
            SkipReason.NAME_TOO_LONG,
            "a path component has "
                + length
                + " bytes, and a file name has at most "
                + MAX_COMPONENT_BYTES);
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().noneMatch(ModelPath::isLoneSurrogate);
      }
    }
    return true;
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// The components, from the top folder to the file name.
  public List<String> components() {
    return List.of(SLASH.split(value));
  }

  /// The folders above the file, nearest first: `a/b` and `a` for `a/b/c`.
  public List<ModelPath> ancestors() {
    List<ModelPath> ancestors = new ArrayList<>();
    for (int slash = value.lastIndexOf('/'); slash > 0; slash = value.lastIndexOf('/', slash - 1)) {
      ancestors.add(new ModelPath(value.substring(0, slash)));
    }
    return ancestors;
  }

  /// Whether it is the index of a diffusers folder. A file of that name at the root is in no
  /// folder.
  public boolean isFolderIndex() {
    return value.endsWith("/" + FOLDER_INDEX);
  }

  /// Whether it is the index of a diffusers folder that holds the other path.
  public boolean isIndexOver(ModelPath other) {
    return isFolderIndex() && other.value.startsWith(folder()) && !other.equals(this);
  }

  /// The last component.
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /// The folder that holds the file, with a trailing slash; empty for a file at the root.
  public String folder() {
    return value.substring(0, value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(ModelPath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

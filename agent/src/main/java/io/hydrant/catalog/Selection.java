package io.hydrant.catalog;

import java.util.List;

/// Decides which objects are models, where each one lives, and which come first.
///
/// @param prefix the part of the bucket that is mirrored; it is cut from the keys. Empty, or ending
///   in `/`
/// @param includes an object is wanted when one of these matches; an empty list means all
/// @param excludes an object is not wanted when one of these matches, whatever the includes say
/// @param priorities files that match an earlier pattern are fetched before files that match a
///   later one
public record Selection(
    String prefix, List<Glob> includes, List<Glob> excludes, List<Glob> priorities) {
  public Selection {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("the prefix '" + prefix + "' does not end in '/'");
    }
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    priorities = List.copyOf(priorities);
  }

  /// Everything in the bucket.
  public static Selection all() {
    return new Selection("", List.of(), List.of(), List.of());
  }

  /// The outcome for one object.
  public sealed interface Choice {}

  /// The object is a wanted model.
  public record Wanted(ModelFile file) implements Choice {}

  /// The object is not mirrored.
  public record Unwanted(Skipped skipped) implements Choice {}

  /// Whether the key lies in the mirrored part of the bucket.
  public boolean covers(ObjectKey key) {
    return key.value().startsWith(prefix);
  }

  /// Whether an object of this key may be a model at all; if not, it need not be looked at.
  public boolean mayBeModel(ObjectKey key) {
    return covers(key) && !isFolderName(key);
  }

  private static boolean isFolderName(ObjectKey key) {
    return key.value().endsWith("/");
  }

  /// The path that the object of this key has on the disk, if it can have one.
  ///
  /// @throws IllegalArgumentException for a key that the selection does not [cover][#covers]
  public ModelPath.Parsed pathOf(ObjectKey key) {
    if (!covers(key)) {
      throw new IllegalArgumentException("'" + key + "' does not lie below '" + prefix + "'");
    }
    return ModelPath.of(key.value().substring(prefix.length()));
  }

  /// Chooses on one object that [#covers] its key.
  public Choice choose(RemoteObject object) {
    if (object.size().isZero() || isFolderName(object.key())) {
      return unwanted(object, SkipReason.MARKER, "zero bytes, or a key that ends in '/'");
    }
    return switch (pathOf(object.key())) {
      case ModelPath.Unusable(SkipReason reason, String detail) -> unwanted(object, reason, detail);
      case ModelPath.Usable(ModelPath path) -> choose(object, path);
    };
  }

  private Choice choose(RemoteObject object, ModelPath path) {
    for (Glob exclude : excludes) {
      if (exclude.matches(path)) {
        return unwanted(object, SkipReason.NOT_SELECTED, "excluded by '" + exclude + "'");
      }
    }
    if (!includes.isEmpty() && includes.stream().noneMatch(glob -> glob.matches(path))) {
      return unwanted(object, SkipReason.NOT_SELECTED, "no include pattern matches");
    }
    return new Wanted(new ModelFile(path, object, priorityOf(path)));
  }

  private int priorityOf(ModelPath path) {
    for (int i = 0; i < priorities.size(); i++) {
      if (priorities.get(i).matches(path)) {
        return i;
      }
    }
    return priorities.size();
  }

  private static Unwanted unwanted(RemoteObject object, SkipReason reason, String detail) {
    return new Unwanted(new Skipped(object.key(), object.size(), reason, detail));
  }
}

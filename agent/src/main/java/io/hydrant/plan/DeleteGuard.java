package io.hydrant.plan;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Keeps a wrong listing, a wrong prefix or an emptied bucket from emptying every node.
///
/// @param maxShare the share of the published files, 0 to 1, that one resync may remove
/// @param freeCount so many removals are always let through, unless nothing is wanted at all
/// @param disabled whether everything is let through
public record DeleteGuard(double maxShare, int freeCount, boolean disabled) {
  public DeleteGuard {
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("a share lies between 0 and 1, not " + maxShare);
    }
    if (freeCount < 0) {
      throw new IllegalArgumentException("a count is never negative: " + freeCount);
    }
  }

  public DeleteGuard(double maxShare, int freeCount) {
    this(maxShare, freeCount, false);
  }

  /// Lets everything through: for changes that were confirmed object by object.
  public static DeleteGuard off() {
    return new DeleteGuard(1, Integer.MAX_VALUE, true);
  }

  /// The reason to hold the removals, or null to let them happen.
  ///
  /// @param removals how many files would go
  /// @param published how many files there are
  /// @param wanted how many files should be there
  @Nullable String objection(int removals, int published, int wanted) {
    if (removals == 0 || disabled) {
      return null;
    }
    if (wanted == 0) {
      return "the bucket lists no wanted model at all, and "
          + removals
          + " published files would go";
    }
    if (removals > freeCount && removals > maxShare * published) {
      return String.format(
          Locale.ROOT,
          "%d of %d published files would go, more than the share of %.0f %% that one resync may remove",
          removals,
          published,
          maxShare * 100);
    }
    return null;
  }
}

package io.hydrant.source.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.RemoteObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Sees the pages of a listing, in any order, and finds where to cut the next one. Thread-safe.
final class CutFinder {
  /// A page holds a thousand, and a part that has grown a little shall still fit into one.
  static final int KEYS_OF_A_PART = 900;

  /// Parts are made of so many keys that came together.
  private static final int KEYS_OF_A_RUN = 100;

  /// @param last in S3's order
  private record Run(String last, int keys) {}

  @GuardedBy("this")
  private final List<Run> runs = new ArrayList<>();

  @GuardedBy("this")
  private boolean isInOrder = true;

  synchronized void add(ListedPage page) {
    isInOrder &= page.isInOrderAfter("");
    List<RemoteObject> objects = page.objects();
    for (int begin = 0; begin < objects.size(); begin += KEYS_OF_A_RUN) {
      int end = Math.min(begin + KEYS_OF_A_RUN, objects.size());
      runs.add(new Run(objects.get(end - 1).key().value(), end - begin));
    }
  }

  /// The cuts for a bucket as the pages were. A server that has an order of its own is never asked
  /// for parts.
  synchronized ListingCuts cuts() {
    if (!isInOrder) {
      return ListingCuts.NONE;
    }
    runs.sort(Comparator.comparing(Run::last, KeyOrder.UTF_8));
    List<String> cuts = new ArrayList<>();
    String last = "";
    int keys = 0;
    for (Run run : runs) {
      if (keys > 0 && keys + run.keys() > KEYS_OF_A_PART) {
        cuts.add(last);
        keys = 0;
      }
      keys += run.keys();
      last = run.last();
    }
    return new ListingCuts(cuts);
  }
}

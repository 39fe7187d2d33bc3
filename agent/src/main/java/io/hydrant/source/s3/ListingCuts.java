package io.hydrant.source.s3;

import java.util.ArrayList;
import java.util.List;

/// The keys at which a listing is cut into parts that fill about one page each, to be asked for at
/// the same time: S3 tells where a page begins only at the end of the page before.
///
/// They come from an earlier listing. However the bucket has changed since, the parts together are
/// the whole of it; if it has changed much, they only take more requests than they would have to.
///
/// @param keys in S3's order, none twice
record ListingCuts(List<String> keys) {
  static final ListingCuts NONE = new ListingCuts(List.of());

  /// @throws IllegalArgumentException when the keys are not in order
  ListingCuts {
    keys = List.copyOf(keys);
    String before = "";
    for (String key : keys) {
      if (KeyOrder.UTF_8.compare(before, key) >= 0) {
        throw new IllegalArgumentException("'" + key + "' does not come after '" + before + "'");
      }
      before = key;
    }
  }

  /// What is below a prefix, in parts: one, if there is no cut.
  List<ListingPart> parts(String prefix) {
    List<ListingPart> parts = new ArrayList<>();
    String after = "";
    for (String key : keys) {
      if (key.startsWith(prefix)) {
        parts.add(new ListingPart(prefix, after, key));
        after = key;
      }
    }
    parts.add(ListingPart.after(prefix, after));
    return parts;
  }
}

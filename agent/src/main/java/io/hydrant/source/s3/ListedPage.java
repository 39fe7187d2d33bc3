package io.hydrant.source.s3;

import io.hydrant.catalog.RemoteObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing.
///
/// @param folders the common prefixes, which only a listing with a delimiter has
/// @param next the token by which the next page is asked for; null on the last one
record ListedPage(List<RemoteObject> objects, List<String> folders, @Nullable String next) {
  ListedPage {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }

  boolean isLast() {
    return next == null;
  }

  /// Its last key, or another where it has none.
  String lastKey(String otherwise) {
    return objects.isEmpty() ? otherwise : objects.getLast().key().value();
  }

  /// Whether its keys are in S3's order and all of them come after a key, which may be empty.
  boolean isInOrderAfter(String key) {
    byte[] before = KeyOrder.bytes(key);
    for (RemoteObject object : objects) {
      byte[] bytes = KeyOrder.bytes(object.key().value());
      if (KeyOrder.compare(before, bytes) >= 0) {
        return false;
      }
      before = bytes;
    }
    return true;
  }

  /// What of a page in order does not come after a key. It is the last page if something does.
  ListedPage upTo(String key) {
    int end = objects.size();
    while (end > 0 && KeyOrder.UTF_8.compare(objects.get(end - 1).key().value(), key) > 0) {
      end--;
    }
    return end == objects.size() ? this : new ListedPage(objects.subList(0, end), folders, null);
  }
}

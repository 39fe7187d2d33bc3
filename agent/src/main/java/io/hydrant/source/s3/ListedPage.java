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
}

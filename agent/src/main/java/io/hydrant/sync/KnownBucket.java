package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the bucket: its last listing, and what was learned of single keys since. What
/// was learned while a listing ran is newer than what the listing says. Not thread-safe.
final class KnownBucket {
  private @Nullable BucketView view;
  private final Map<ObjectKey, Optional<RemoteObject>> sinceListing = new HashMap<>();

  /// Null until the bucket has been listed once; nothing is planned before.
  @Nullable BucketView view() {
    return view;
  }

  boolean isListed() {
    return view != null;
  }

  /// Takes in what a listing found.
  void listed(BucketView fresh) {
    sinceListing.forEach((key, object) -> update(fresh, key, object));
    sinceListing.clear();
    view = fresh;
  }

  /// What was learned meanwhile stays; the next listing starts anew.
  void listingFailed() {
    sinceListing.clear();
  }

  /// Takes in what a key holds now.
  ///
  /// @param object empty when there is none
  /// @param listing whether a listing runs
  void learn(ObjectKey key, Optional<RemoteObject> object, boolean listing) {
    if (listing) {
      sinceListing.put(key, object);
    }
    if (view != null) {
      update(view, key, object);
    }
  }

  private static void update(BucketView view, ObjectKey key, Optional<RemoteObject> object) {
    object.ifPresentOrElse(view::put, () -> view.remove(key));
  }
}

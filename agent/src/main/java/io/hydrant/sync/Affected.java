package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.Catalog;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a change of some keys may concern: a path is also where another key's model may have to be,
/// and a folder on its way may be a model's place.
///
/// @param keys the keys that changed
/// @param paths where their models are or would be, with the folders above
/// @param catalog what is wanted of all keys that lead to one of the paths
record Affected(Set<ObjectKey> keys, Set<ModelPath> paths, Catalog catalog) {
  static Affected by(Set<ObjectKey> keys, BucketView view) {
    Set<ModelPath> paths = new LinkedHashSet<>();
    for (ObjectKey key : keys) {
      for (ModelPath path : view.affectedBy(key)) {
        paths.add(path);
        paths.addAll(path.ancestors());
      }
    }
    Set<ObjectKey> all = new LinkedHashSet<>(keys);
    paths.forEach(path -> all.add(view.keyOf(path)));
    return new Affected(keys, paths, view.catalog(all));
  }

  /// The paths of the changed keys where no model is wanted.
  Set<ModelPath> unwanted(BucketView view) {
    Set<ModelPath> unwanted = new HashSet<>();
    for (ObjectKey key : keys) {
      if (view.pathOf(key) instanceof ModelPath.Usable(ModelPath path)
          && !catalog.files().containsKey(path)) {
        unwanted.add(path);
      }
    }
    return unwanted;
  }
}

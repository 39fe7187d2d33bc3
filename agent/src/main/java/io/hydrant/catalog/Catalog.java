package io.hydrant.catalog;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The wanted set: the models that the disk should hold, and the objects that were left out and
/// why.
///
/// A catalog is of the whole bucket or of a few keys; see [BucketView].
public record Catalog(SortedMap<ModelPath, ModelFile> files, List<Skipped> skipped) {
  public Catalog {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    skipped = List.copyOf(skipped);
  }

  /// The bytes of all wanted files.
  public ByteSize size() {
    return new ByteSize(files.values().stream().mapToLong(file -> file.size().bytes()).sum());
  }
}

package io.hydrant.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The present set: what the published tree holds, or the part of it that was looked at.
public final class Inventory {
  private final SortedMap<ModelPath, PresentFile> files;

  public Inventory(Collection<PresentFile> files) {
    TreeMap<ModelPath, PresentFile> byPath = new TreeMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    this.files = Collections.unmodifiableSortedMap(byPath);
  }

  public static Inventory empty() {
    return new Inventory(List.of());
  }

  public @Nullable PresentFile get(ModelPath path) {
    return files.get(path);
  }

  public Collection<PresentFile> files() {
    return files.values();
  }
}

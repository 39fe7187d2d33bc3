package io.hydrant.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The present set: what the published tree holds, or the part of it that was looked at.
public final class Inventory {
  private final SortedMap<String, PresentFile> files = new TreeMap<>();

  public Inventory(Collection<PresentFile> files) {
    files.forEach(file -> this.files.put(file.path().value(), file));
  }

  public static Inventory empty() {
    return new Inventory(List.of());
  }

  public @Nullable PresentFile get(ModelPath path) {
    return files.get(path.value());
  }

  public Collection<PresentFile> files() {
    return Collections.unmodifiableCollection(files.values());
  }

  /// The files in a folder and in the folders below it.
  public Collection<PresentFile> below(ModelPath folder) {
    char afterSlash = '/' + 1;
    return Collections.unmodifiableCollection(
        files.subMap(folder + "/", folder.value() + afterSlash).values());
  }
}

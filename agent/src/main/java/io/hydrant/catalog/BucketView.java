package io.hydrant.catalog;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of the bucket: the last listing, and what single objects were found to be since.
///
/// It answers with the [Catalog] of everything or of a few keys. Two rules need the neighbours of a
/// key and so live here: a key that is also the folder of other keys gives way to them (one folder
/// often holds many models), and where the file system ignores case only the first of several names
/// is taken.
///
/// Mutable and not thread-safe: one owner updates and asks it. It takes only keys that the
/// selection covers.
public final class BucketView {
  private final Selection selection;
  private final boolean caseSensitive;

  /// The wanted files by [#folded] path: those whose names the disk takes for one another are
  /// together, and all files below a folder are neighbours.
  private final NavigableMap<String, SortedMap<ModelPath, ModelFile>> wanted = new TreeMap<>();

  private final Map<ObjectKey, Skipped> unwanted = new HashMap<>();
  private int wantedFiles;
  private long wantedBytes;

  /// @param caseSensitive whether the disk can hold names that differ only in case
  public BucketView(Selection selection, boolean caseSensitive) {
    this.selection = selection;
    this.caseSensitive = caseSensitive;
  }

  /// Takes in an object as the bucket has it now.
  public void put(RemoteObject object) {
    remove(object.key());
    switch (selection.choose(object)) {
      case Selection.Wanted(ModelFile file) -> {
        wanted.computeIfAbsent(folded(file.path()), _ -> new TreeMap<>()).put(file.path(), file);
        wantedFiles++;
        wantedBytes += file.size().bytes();
      }
      case Selection.Unwanted(Skipped skipped) -> unwanted.put(object.key(), skipped);
    }
  }

  /// Takes in that the bucket has no such object.
  public void remove(ObjectKey key) {
    unwanted.remove(key);
    if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
      SortedMap<ModelPath, ModelFile> spellings = spellings(path);
      ModelFile file = spellings.get(path);
      if (file != null) {
        spellings.remove(path);
        wantedFiles--;
        wantedBytes -= file.size().bytes();
        if (spellings.isEmpty()) {
          wanted.remove(folded(path));
        }
      }
    }
  }

  /// The wanted set of the whole bucket.
  public Catalog catalog() {
    List<ModelFile> files =
        wanted.values().stream().flatMap(spellings -> spellings.values().stream()).toList();
    return catalog(files, unwanted.values());
  }

  /// The wanted set among some keys. Ask for [#affectedBy] a key, not for the key alone.
  public Catalog catalog(Collection<ObjectKey> keys) {
    List<ModelFile> files = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (ObjectKey key : new LinkedHashSet<>(keys)) {
      Skipped unwantedObject = unwanted.get(key);
      if (unwantedObject != null) {
        skipped.add(unwantedObject);
      } else if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
        ModelFile file = spellings(path).get(path);
        if (file != null) {
          files.add(file);
        }
      }
    }
    return catalog(files, skipped);
  }

  /// The paths to look at when the object of a key changed: its own, those of keys that are also
  /// its folders or that have its name in another case, because their place in the wanted set can
  /// change with it, and for the index of a folder all models below the folder, because without
  /// them it must not be published.
  public Set<ModelPath> affectedBy(ObjectKey key) {
    Set<ModelPath> paths = new LinkedHashSet<>();
    if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
      paths.add(path);
      paths.addAll(path.ancestors());
      List.copyOf(paths).forEach(each -> paths.addAll(spellings(each).keySet()));
      if (path.isFolderIndex()) {
        String folder = path.folder();
        wanted.tailMap(folded(folder)).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(folded(folder)))
            .forEach(entry -> paths.addAll(entry.getValue().keySet()));
      }
    }
    return paths;
  }

  /// The path that the object of a key has.
  public ModelPath.Parsed pathOf(ObjectKey key) {
    return selection.pathOf(key);
  }

  /// The key that the object of a path has.
  public ObjectKey keyOf(ModelPath path) {
    return new ObjectKey(selection.prefix() + path.value());
  }

  /// How many wanted files there are, before the rules on neighbours.
  public int size() {
    return wantedFiles;
  }

  /// The bytes of the wanted files, before the rules on neighbours.
  public ByteSize bytes() {
    return new ByteSize(wantedBytes);
  }

  private Catalog catalog(Collection<ModelFile> files, Collection<Skipped> alreadySkipped) {
    SortedMap<ModelPath, ModelFile> chosen = new TreeMap<>();
    List<Skipped> skipped = new ArrayList<>(alreadySkipped);
    for (ModelFile file : files) {
      Skipped conflict = conflictOf(file);
      if (conflict == null) {
        chosen.put(file.path(), file);
      } else {
        skipped.add(conflict);
      }
    }
    return new Catalog(chosen, skipped);
  }

  private @Nullable Skipped conflictOf(ModelFile file) {
    String asFolder = folded(file.path()) + "/";
    Map.Entry<String, SortedMap<ModelPath, ModelFile>> next = wanted.higherEntry(asFolder);
    if (next != null && next.getKey().startsWith(asFolder)) {
      return new Skipped(
          file.object().key(),
          file.size(),
          SkipReason.SHADOWED,
          "'" + next.getValue().firstKey() + "' needs a folder of this name");
    }
    ModelPath first = spellings(file.path()).firstKey();
    if (!first.equals(file.path())) {
      return new Skipped(
          file.object().key(),
          file.size(),
          SkipReason.SAME_NAME,
          "the disk takes it for '" + first + "'");
    }
    return null;
  }

  private SortedMap<ModelPath, ModelFile> spellings(ModelPath path) {
    return wanted.getOrDefault(folded(path), Collections.emptySortedMap());
  }

  private String folded(ModelPath path) {
    return folded(path.value());
  }

  /// A text that is the same for all names that the disk takes for one. File systems that ignore
  /// case also ignore in which form of Unicode an accent is written.
  private String folded(String path) {
    return caseSensitive
        ? path
        : Normalizer.normalize(path, Normalizer.Form.NFC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
  }
}

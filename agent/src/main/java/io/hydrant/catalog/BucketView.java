package io.hydrant.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is known of the bucket: the last listing, and what single objects were found to be since.
///
/// It answers with the [Catalog] of everything or of a few keys. Two rules need the neighbours of a
/// key and so live here: a key that is also the folder of other keys gives way to them (one folder
/// often holds many models), and where the file system ignores case only the first of several names
/// is taken.
///
/// Mutable and not thread-safe: one owner updates and asks it.
public final class BucketView {
  private final Selection selection;
  private final boolean caseSensitive;
  private final NavigableMap<String, ModelFile> wanted = new TreeMap<>();
  private final Map<ObjectKey, Skipped> unwanted = new HashMap<>();
  private final Map<String, TreeSet<ModelPath>> namesByCase = new HashMap<>();
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
        wanted.put(file.path().value(), file);
        wantedBytes += file.size().bytes();
        if (!caseSensitive) {
          namesByCase.computeIfAbsent(folded(file.path()), _ -> new TreeSet<>()).add(file.path());
        }
      }
      case Selection.Unwanted(Skipped skipped) -> unwanted.put(object.key(), skipped);
    }
  }

  /// Takes in that the bucket has no such object.
  public void remove(ObjectKey key) {
    unwanted.remove(key);
    if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
      ModelFile file = wanted.remove(path.value());
      wantedBytes -= file == null ? 0 : file.size().bytes();
      TreeSet<ModelPath> names = namesByCase.get(folded(path));
      if (names != null) {
        names.remove(path);
      }
    }
  }

  /// The wanted set of the whole bucket.
  public Catalog catalog() {
    return catalog(wanted.values(), unwanted.values());
  }

  /// The wanted set among some keys. Ask for [#affectedBy] a key, not for the key alone.
  public Catalog catalog(Collection<ObjectKey> keys) {
    List<ModelFile> files = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (ObjectKey key : keys) {
      Skipped unwantedObject = unwanted.get(key);
      if (unwantedObject != null) {
        skipped.add(unwantedObject);
      } else if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
        ModelFile file = wanted.get(path.value());
        if (file != null) {
          files.add(file);
        }
      }
    }
    return catalog(files, skipped);
  }

  /// The paths whose place in the wanted set can change when the object of this key does: its own,
  /// and those of keys that are also its folders or that have its name in another case.
  public List<ModelPath> affectedBy(ObjectKey key) {
    List<ModelPath> paths = new ArrayList<>();
    if (selection.pathOf(key) instanceof ModelPath.Usable(ModelPath path)) {
      paths.add(path);
      paths.addAll(path.ancestors());
      namesByCase.getOrDefault(folded(path), new TreeSet<>()).stream()
          .filter(name -> !name.equals(path))
          .forEach(paths::add);
    }
    return paths;
  }

  /// The key that the object of a path has.
  public ObjectKey keyOf(ModelPath path) {
    return new ObjectKey(selection.prefix() + path.value());
  }

  /// How many wanted files there are, before the rules on neighbours.
  public int size() {
    return wanted.size();
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
    String asFolder = file.path().value() + "/";
    String next = wanted.higherKey(asFolder);
    if (next != null && next.startsWith(asFolder)) {
      return new Skipped(
          file.object().key(),
          file.size(),
          SkipReason.SHADOWED,
          "'" + next + "' needs a folder of this name");
    }
    TreeSet<ModelPath> names = namesByCase.get(folded(file.path()));
    if (names != null && !names.first().equals(file.path())) {
      return new Skipped(
          file.object().key(),
          file.size(),
          SkipReason.SAME_NAME,
          "the disk takes it for '" + names.first() + "'");
    }
    return null;
  }

  private String folded(ModelPath path) {
    return caseSensitive ? path.value() : path.value().toLowerCase(Locale.ROOT);
  }
}

package io.hydrant.store;

import io.hydrant.catalog.ModelPath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The folders of the published tree: made when a model needs them, removed when the last one left,
/// except for the categories, whose loss would make ComfyUI's loader nodes vanish.
final class Folders {
  private final StorePaths paths;
  private final Set<Path> permanent;
  private final FolderSync syncs = new FolderSync();

  /// Those whose names are on the disk for good. An earlier process may have died between the
  /// making of one and its sync. Guarded by the lock of the store's names.
  private final Set<Path> durable = new HashSet<>();

  /// @param categories top folders that always exist
  Folders(StorePaths paths, Collection<ModelPath> categories) {
    this.paths = paths;
    this.permanent = categories.stream().map(paths::of).collect(Collectors.toUnmodifiableSet());
  }

  void createCategories() throws IOException {
    for (Path folder : permanent) {
      Files.createDirectories(folder);
    }
    syncs.sync(paths.data());
  }

  /// Where a model goes.
  ///
  /// @param missing those of the folders above it that are not there, from the top
  /// @param there what has its name now, or null
  record Place(List<ModelPath> missing, @Nullable BasicFileAttributes there) {}

  /// Makes sure that the folders above a model can be made, and that no folder has its name but an
  /// empty one.
  ///
  /// @throws StoreException of kind FOREIGN otherwise
  Place requirePlaceFor(ModelPath path) throws IOException {
    Path target = paths.of(path);
    if (permanent.contains(target)) {
      throw foreign(
          "'"
              + path
              + "' is the name of a folder that always exists, so no model can have it: rename the object, or change --category");
    }
    List<ModelPath> missing = new ArrayList<>();
    for (ModelPath ancestor : path.ancestors().reversed()) {
      Path folder = paths.of(ancestor);
      BasicFileAttributes above = FileLook.at(folder);
      if (above == null) {
        missing.add(ancestor);
      } else if (!above.isDirectory()) {
        // A link could lead the model out of the root, so only a true folder will do.
        throw foreign(
            "'" + folder + "' stands where the folder of '" + path + "' must be: move it away");
      }
    }
    BasicFileAttributes there = FileLook.at(target);
    if (there != null && there.isDirectory() && !isEmpty(target)) {
      throw foreign("'" + target + "' is a folder with something in it: move it away");
    }
    return new Place(missing, there);
  }

  /// Makes the folders above a model and removes the empty one in its place.
  void make(ModelPath path, Place place) throws IOException {
    for (ModelPath folder : place.missing()) {
      create(paths.of(folder));
    }
    for (ModelPath ancestor : path.ancestors().reversed()) {
      Path folder = paths.of(ancestor);
      if (!durable.contains(folder)) {
        syncs.sync(paths.folderOf(ancestor));
        durable.add(folder);
      }
    }
    if (place.there() != null && place.there().isDirectory()) {
      Files.delete(paths.of(path));
    }
  }

  /// Makes a folder that somebody else may make meanwhile, in one that is there.
  static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException _) {
      // Somebody else made it meanwhile.
    }
  }

  /// Removes the folders above a model that are empty now, up to the first that is not or that is
  /// permanent.
  ///
  /// @return the folder that remains
  Path pruneAbove(ModelPath path) {
    for (ModelPath ancestor : path.ancestors()) {
      Path folder = paths.of(ancestor);
      if (permanent.contains(folder)) {
        return folder;
      }
      try {
        Files.deleteIfExists(folder);
        durable.remove(folder);
      } catch (IOException _) {
        return folder; // It is not empty, or somebody keeps it.
      }
    }
    return paths.data();
  }

  /// Makes what was published into a folder, or removed from it, durable.
  void sync(Path folder) throws IOException {
    syncs.sync(folder);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private static StoreException foreign(String message) {
    return new StoreException(StoreException.Kind.FOREIGN, message, null);
  }
}

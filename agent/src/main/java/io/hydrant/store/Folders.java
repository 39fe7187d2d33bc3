package io.hydrant.store;

import io.hydrant.catalog.ModelPath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The folders of the published tree: made when a model needs them, removed when the last one left,
/// except for the categories, whose loss would make ComfyUI's loader nodes vanish.
final class Folders {
  private final StorePaths paths;
  private final Set<Path> permanent;

  /// @param categories top folders that always exist
  Folders(StorePaths paths, Collection<ModelPath> categories) {
    this.paths = paths;
    this.permanent = categories.stream().map(paths::of).collect(Collectors.toUnmodifiableSet());
  }

  void createCategories() throws IOException {
    Files.createDirectories(paths.data());
    for (Path folder : permanent) {
      Files.createDirectories(folder);
    }
    sync(paths.data());
  }

  /// Makes the folders above a model.
  ///
  /// @throws StoreException of kind FOREIGN when a link or file stands where a folder must be
  void createAbove(ModelPath path) throws IOException {
    List<ModelPath> outermostFirst = path.ancestors().reversed();
    for (ModelPath ancestor : outermostFirst) {
      Path folder = paths.of(ancestor);
      try {
        Files.createDirectory(folder);
        sync(paths.folderOf(ancestor));
      } catch (FileAlreadyExistsException e) {
        // A link could lead the model out of the root, so only a true folder will do.
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw new StoreException(
              StoreException.Kind.FOREIGN,
              "'" + folder + "' stands where the folder of '" + path + "' must be: move it away",
              e);
        }
      }
    }
  }

  /// Removes the folders above a model that are empty now, up to the first that is not or that is
  /// permanent.
  void pruneAbove(ModelPath path) throws IOException {
    for (ModelPath ancestor : path.ancestors()) {
      Path folder = paths.of(ancestor);
      if (permanent.contains(folder)) {
        return;
      }
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException | NoSuchFileException _) {
        return;
      }
    }
  }

  /// Makes the entries of a folder durable.
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

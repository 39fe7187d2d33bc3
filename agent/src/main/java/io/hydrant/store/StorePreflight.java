package io.hydrant.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold before a store is used: nothing is left of an earlier run, names can be any
/// Unicode text, and a file with a record can be renamed from the staging area into the tree.
final class StorePreflight {
  private static final String PROBE = ".hydrant.probe";

  private final StorePaths paths;

  StorePreflight(StorePaths paths) {
    this.paths = paths;
  }

  /// The JVM encodes file names by the locale that it was started in.
  void requireUnicodeNames() throws StoreException {
    try {
      var _ = Path.of("模型 🐎");
    } catch (InvalidPathException e) {
      throw unusable("file names cannot be written in this locale: start with LC_ALL=C.UTF-8", e);
    }
  }

  void createFolders() throws IOException {
    Files.createDirectories(paths.root());
    for (Path folder : List.of(paths.own(), paths.staging(), paths.data())) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw unusable("'" + folder + "' must be a folder and no link: move it away", e);
        }
      }
    }
    FolderSync.force(paths.own());
    FolderSync.force(paths.root());
  }

  /// Nothing reads the staging area but the process that has the lock, so whatever lies there is a
  /// leftover. First of all, because it may be what fills the disk.
  ///
  /// @param kept what a fetch can go on from
  void sweepStaging(Leftovers kept) throws IOException {
    Files.walkFileTree(
        paths.staging(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!kept.contains(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!folder.equals(paths.staging())) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Publishes an empty file in the way of every model, and removes it.
  void requirePublishing() throws IOException {
    Path staged = Files.createFile(paths.staging().resolve(PROBE));
    Path published = paths.data().resolve(PROBE);
    try {
      requireExtendedAttributes(staged);
      Files.move(staged, published, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw unusable(
          "'"
              + paths.own()
              + "' and '"
              + paths.data()
              + "' are on different file systems: mount one at '"
              + paths.root()
              + "' and none below it",
          e);
    } finally {
      Files.deleteIfExists(staged);
      Files.deleteIfExists(published);
    }
  }

  private void requireExtendedAttributes(Path file) throws IOException {
    try {
      RecordAttribute.probe(file);
    } catch (IOException e) {
      throw DiskFailure.of(
          "the file system of '"
              + paths.root()
              + "' ("
              + Files.getFileStore(paths.root()).type()
              + ") does not take Hydrant's records of what it published",
          paths,
          e);
    }
  }

  /// Whether names that differ only in case are different files.
  boolean isCaseSensitive() throws IOException {
    Path probe = Files.createFile(paths.staging().resolve("case.probe"));
    try {
      return !Files.exists(probe.resolveSibling("CASE.PROBE"));
    } finally {
      Files.delete(probe);
    }
  }

  private static StoreException unusable(String message, Throwable cause) {
    return new StoreException(StoreException.Kind.UNUSABLE, message, cause);
  }
}

package io.hydrant.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What must hold before a store is used: it can be written, its file system keeps extended
/// attributes, names can be any Unicode text, and nothing is left of an earlier run.
final class StorePreflight {
  private final StorePaths paths;

  StorePreflight(StorePaths paths) {
    this.paths = paths;
  }

  void createOwnFolders() throws IOException {
    try {
      Files.createDirectories(paths.staging());
      Path probe = Files.createTempFile(paths.own(), "write", ".probe");
      Files.delete(probe);
    } catch (AccessDeniedException e) {
      throw unusable(
          "'"
              + paths.root()
              + "' cannot be written by user '"
              + System.getProperty("user.name")
              + "': change its owner, or use another --root",
          e);
    } catch (FileSystemException e) {
      throw unusable("'" + paths.root() + "' cannot be used: " + reasonOf(e), e);
    }
  }

  void requireExtendedAttributes() throws IOException {
    if (!RecordAttribute.isSupported(paths.own().resolve("attribute.probe"))) {
      throw unusable(
          "the file system of '"
              + paths.root()
              + "' ("
              + Files.getFileStore(paths.root()).type()
              + ") keeps no user extended attributes, in which Hydrant records what it published: use xfs or ext4",
          null);
    }
  }

  /// The JVM encodes file names by the locale that it was started in.
  void requireUnicodeNames() throws StoreException {
    try {
      var _ = Path.of("模型 🐎");
    } catch (InvalidPathException e) {
      throw unusable("file names cannot be written in this locale: start with LC_ALL=C.UTF-8", e);
    }
  }

  /// Nothing reads the staging area but the process that has the lock, so whatever lies there is a
  /// leftover.
  void sweepStaging() throws IOException {
    try (Stream<Path> entries = Files.list(paths.staging())) {
      for (Path leftover : (Iterable<Path>) entries::iterator) {
        Files.delete(leftover);
      }
    }
  }

  boolean isCaseSensitive() throws IOException {
    Path probe = Files.createTempFile(paths.own(), "case", ".probe");
    try {
      String name = probe.getFileName().toString();
      List<String> folded = List.of(name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      return folded.stream()
          .filter(other -> !other.equals(name))
          .noneMatch(other -> Files.exists(probe.resolveSibling(other)));
    } finally {
      Files.delete(probe);
    }
  }

  private static String reasonOf(FileSystemException e) {
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  private static StoreException unusable(String message, @Nullable Throwable cause) {
    return new StoreException(StoreException.Kind.UNUSABLE, message, cause);
  }
}

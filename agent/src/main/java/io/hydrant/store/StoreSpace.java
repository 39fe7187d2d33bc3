package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Inventory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Tells how many bytes a store may still take.
///
/// That is what its file system has left. Where others use the file system too, whoever prepared it
/// has left an allowance beside the models, in bytes: then it is no more than what the models and
/// the staged files leave of that.
public final class StoreSpace {
  private final StorePaths paths;
  private final FileStore fileSystem;
  private final @Nullable ByteSize allowance;

  /// What the published tree takes, where that counts.
  private final AtomicLong published = new AtomicLong();

  private StoreSpace(StorePaths paths, FileStore fileSystem, @Nullable ByteSize allowance) {
    this.paths = paths;
    this.fileSystem = fileSystem;
    this.allowance = allowance;
  }

  /// Looks at a store, which need not exist yet. Keep what it returns: to find a file system the
  /// JDK reads the whole table of mounts, and where there is an allowance the tree is counted.
  public static StoreSpace of(StorePaths paths) throws IOException {
    StoreSpace space =
        new StoreSpace(
            paths, Files.getFileStore(nearestExisting(paths.root())), allowanceAt(paths));
    if (space.isLimited()) {
      space.counted(new TreeScan(paths).all());
    }
    return space;
  }

  /// Whether others use the file system too, so that it matters what the tree takes.
  boolean isLimited() {
    return allowance != null;
  }

  /// The tree holds this and nothing else.
  void counted(Inventory tree) {
    published.set(tree.files().stream().mapToLong(file -> file.size().bytes()).sum());
  }

  /// The tree has grown by so many bytes, or shrunk.
  void grown(long bytes) {
    published.addAndGet(bytes);
  }

  /// What may still be written.
  public ByteSize available() throws IOException {
    ByteSize usable = new ByteSize(fileSystem.getUsableSpace());
    if (allowance == null) {
      return usable;
    }
    ByteSize left = allowance.minus(new ByteSize(Math.max(0, published.get()))).minus(staged());
    return left.compareTo(usable) < 0 ? left : usable;
  }

  /// What the staged files take; there are never many.
  private ByteSize staged() throws IOException {
    long bytes = 0;
    if (Files.isDirectory(paths.staging())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(paths.staging())) {
        for (Path file : files) {
          bytes += takenBy(file);
        }
      }
    }
    return new ByteSize(bytes);
  }

  private static long takenBy(Path file) throws IOException {
    try {
      return Leftovers.takenBy(file);
    } catch (NoSuchFileException _) {
      return 0; // It was published, or given up, a moment ago.
    }
  }

  private static @Nullable ByteSize allowanceAt(StorePaths paths) throws IOException {
    Path file = paths.allowance();
    try {
      return new ByteSize(Long.parseLong(Files.readString(file).strip()));
    } catch (NoSuchFileException _) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          "'" + file + "' is no number of bytes: 'hydrant disk prepare' writes it anew",
          e);
    }
  }

  private static Path nearestExisting(Path root) throws IOException {
    for (Path each = root; each != null; each = each.getParent()) {
      if (Files.exists(each)) {
        return each;
      }
    }
    throw new IOException("no folder above '" + root + "' exists");
  }
}

package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Tells how many bytes a store may still take.
///
/// That is what its file system has left. Where others use the file system too, whoever prepared it
/// has left an allowance beside the models, in bytes: then it is no more than what the models and
/// the staged files leave of that.
public final class StoreSpace {
  private final StorePaths paths;
  private final FileStore fileSystem;

  private StoreSpace(StorePaths paths, FileStore fileSystem) {
    this.paths = paths;
    this.fileSystem = fileSystem;
  }

  /// Looks for the file system of a store, which need not exist yet. Keep what it returns: to find
  /// a file system the JDK reads the whole table of mounts.
  public static StoreSpace of(StorePaths paths) throws IOException {
    return new StoreSpace(paths, Files.getFileStore(nearestExisting(paths.root())));
  }

  /// What may still be written.
  public ByteSize available() throws IOException {
    ByteSize usable = new ByteSize(fileSystem.getUsableSpace());
    ByteSize allowance = allowance();
    if (allowance == null) {
      return usable;
    }
    ByteSize left =
        allowance
            .minus(usedBelow(paths.data(), (_, attributes) -> attributes.size()))
            .minus(usedBelow(paths.staging(), (file, _) -> Leftovers.takenBy(file)));
    return left.compareTo(usable) < 0 ? left : usable;
  }

  private @Nullable ByteSize allowance() throws IOException {
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

  /// Tells how much of the disk a file has.
  private interface Measure {
    long of(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private static ByteSize usedBelow(Path directory, Measure measure) throws IOException {
    if (!Files.isDirectory(directory)) {
      return ByteSize.ZERO;
    }
    SizeSum sum = new SizeSum(measure);
    Files.walkFileTree(directory, sum);
    return new ByteSize(sum.bytes);
  }

  private static final class SizeSum extends SimpleFileVisitor<Path> {
    private final Measure measure;
    private long bytes;

    SizeSum(Measure measure) {
      this.measure = measure;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      try {
        bytes += measure.of(file, attributes);
      } catch (NoSuchFileException _) {
        // It was published, or given up, a moment ago.
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // It was published, or given up, a moment ago.
      }
      throw failure;
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

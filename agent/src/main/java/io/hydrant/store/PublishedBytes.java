package io.hydrant.store;

import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.PresentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// A second look at the bytes of published files, also by a process that does not own the store.
public final class PublishedBytes {
  private PublishedBytes() {}

  /// Reads a published file again.
  ///
  /// @return what is wrong with it, or null when its bytes are those that were published
  public static @Nullable String damageOf(StorePaths paths, PresentFile.Managed file)
      throws IOException {
    FileRecord record = file.record();
    if (!file.size().equals(record.size())) {
      return "it has "
          + file.size().bytes()
          + " bytes, "
          + record.size().bytes()
          + " were published";
    }
    Checksum actual = digest(paths, file.path(), record.checksum().algorithm());
    return actual.equals(record.checksum())
        ? null
        : "its checksum is " + actual + ", " + record.checksum() + " was published";
  }

  /// Makes a published file look written to, by its modification time, so that the next scan of
  /// whoever owns the store finds it damaged and it is fetched again.
  public static void distrust(StorePaths paths, PresentFile.Managed file) throws IOException {
    try {
      Files.setLastModifiedTime(
          paths.of(file.path()), FileTime.from(file.record().modified().plusSeconds(1)));
    } catch (NoSuchFileException _) {
      // What is gone needs no mark.
    }
  }

  private static Checksum digest(StorePaths paths, ModelPath path, Checksum.Algorithm algorithm)
      throws IOException {
    try {
      return FileDigest.of(paths.of(path), algorithm);
    } catch (IOException e) {
      throw DiskFailure.of("'" + path + "' could not be read", paths, e);
    }
  }
}

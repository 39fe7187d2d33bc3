package io.hydrant.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// One look at what has a name. Links are not followed.
final class FileLook {
  private FileLook() {}

  /// What has the name, or null when nothing has: the usual answer for a model that is to be
  /// fetched.
  static @Nullable BasicFileAttributes at(Path path) throws IOException {
    return isSurelyAbsent(path)
        ? null
        : path.getFileSystem()
            .provider()
            .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Removes what has the name, if anything has.
  static void deleteAt(Path path) throws IOException {
    if (!isSurelyAbsent(path)) {
      Files.deleteIfExists(path);
    }
  }

  /// The JDK learns that nothing has a name by an exception, which takes several times as long as
  /// the system's answer; and a model that is to be fetched is looked for four times. Only the
  /// default file system's names mean something to the kernel.
  private static boolean isSurelyAbsent(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault())
        && SystemCalls.readlink(path) == -SystemCalls.ENOENT;
  }
}

package io.hydrant.store;

import java.io.IOException;
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
    return path.getFileSystem()
        .provider()
        .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}

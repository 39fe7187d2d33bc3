package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folders below the root, made for a user without privileges: everybody may read the models,
/// only the agent may change them.
final class NodeFolders {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwxr-xr-x");

  private final NodeLayout layout;
  private final Owner owner;

  NodeFolders(NodeLayout layout, Owner owner) {
    this.layout = layout;
    this.owner = owner;
  }

  /// Makes what is missing, and hands over what another user owns.
  ///
  /// @param limit how much of the file system is for models; null for all of it
  void make(@Nullable SpaceLimit limit) throws IOException {
    for (Path folder : List.of(layout.own(), layout.data())) {
      Files.createDirectories(folder);
      if (!Files.getPosixFilePermissions(folder).equals(MODE)) {
        Files.setPosixFilePermissions(folder, MODE);
      }
      if (!isOwned(folder)) {
        handOver(folder);
      }
    }
    ByteSize total = new ByteSize(Files.getFileStore(layout.root()).getTotalSpace());
    Allowance.set(layout, limit == null ? null : limit.of(total));
    try (FileChannel channel = FileChannel.open(layout.root(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private boolean isOwned(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(owner.user())
        && Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS).equals(owner.group());
  }

  /// The folder itself last: when this is interrupted it is done again.
  private void handOver(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            own(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            own(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", owner.user(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", owner.group(), LinkOption.NOFOLLOW_LINKS);
  }
}

package io.hydrant.testing.disk;

import io.hydrant.testing.disk.MemoryDisk.Operation;
import io.hydrant.testing.disk.Node.Folder;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `java.nio.file.Files` asks of a [MemoryDisk].
final class MemoryProvider extends FileSystemProvider {
  private final MemoryFileSystem fileSystem;

  MemoryProvider(MemoryFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  private MemoryDisk disk() {
    return fileSystem.disk();
  }

  @Override
  public String getScheme() {
    return "memory";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("a disk in memory is made by its test");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    Node node = disk().find(path);
    if (node instanceof Folder folder) {
      if (writes) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      return new MemoryChannel.OfFolder(disk(), path, folder);
    }
    if (node != null && writes && options.contains(StandardOpenOption.CREATE_NEW)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (node == null) {
      boolean makes =
          options.contains(StandardOpenOption.CREATE)
              || options.contains(StandardOpenOption.CREATE_NEW);
      if (!writes || !makes) {
        throw new NoSuchFileException(path.toString());
      }
      disk().before(Operation.MAKE_FILE, path);
      disk().add(path, new Node.File(disk().now()));
    }
    Node.File file = disk().file(path);
    if (node != null && writes && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      disk().before(Operation.WRITE, path);
      file.truncate(0);
    }
    return new MemoryChannel.OfFile(
        disk(), path, file, writes, options.contains(StandardOpenOption.APPEND));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String name : disk().folder(folder).entries.keySet()) {
      Path entry = folder.resolve(name);
      if (filter.accept(entry)) {
        entries.add(entry);
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (disk().find(folder) != null) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    disk().before(Operation.MAKE_FOLDER, folder);
    disk().add(folder, new Folder(disk().now()));
  }

  @Override
  public void delete(Path path) throws IOException {
    if (disk().get(path) instanceof Folder folder && !folder.entries.isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    disk().before(Operation.DELETE, path);
    disk().remove(path);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("the store copies nothing");
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Node moved = disk().get(source);
    Node replaced = disk().find(target);
    List<CopyOption> asked = List.of(options);
    boolean replaces =
        asked.contains(StandardCopyOption.ATOMIC_MOVE)
            || asked.contains(StandardCopyOption.REPLACE_EXISTING);
    if (replaced != null && !replaces) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (replaced instanceof Folder folder) {
      if (moved instanceof Node.File) {
        throw new FileSystemException(source.toString(), target.toString(), "Is a directory");
      }
      if (!folder.entries.isEmpty()) {
        throw new FileSystemException(source.toString(), target.toString(), "Directory not empty");
      }
    }
    disk().before(Operation.RENAME, target);
    disk().rename(source, target);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return disk().get(one) == disk().get(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    disk().get(path);
    return fileSystem.store();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    disk().get(path);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    if (type == BasicFileAttributeView.class) {
      return type.cast(new MemoryTimes(disk(), path));
    }
    return type == UserDefinedFileAttributeView.class
        ? type.cast(new MemoryUserAttributes(disk(), path))
        : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(disk().get(path).attributes());
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException("attributes by name");
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException("attributes by name");
  }
}

package io.hydrant.testing.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/// A path on a [MemoryDisk]. What it does to names is the default file system's work.
record MemoryPath(MemoryFileSystem fileSystem, Path names) implements Path {

  private MemoryPath with(Path other) {
    return new MemoryPath(fileSystem, other);
  }

  private @Nullable MemoryPath withOrNull(@Nullable Path other) {
    return other == null ? null : with(other);
  }

  private static Path namesOf(Path path) {
    if (path instanceof MemoryPath memory) {
      return memory.names;
    }
    throw new ProviderMismatchException("'" + path + "' is no path of a disk in memory");
  }

  @Override
  public MemoryFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return names.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return withOrNull(names.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return withOrNull(names.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return withOrNull(names.getParent());
  }

  @Override
  public int getNameCount() {
    return names.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return with(names.getName(index));
  }

  @Override
  public Path subpath(int begin, int end) {
    return with(names.subpath(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof MemoryPath(MemoryFileSystem system, Path start)
        && system == fileSystem
        && names.startsWith(start);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof MemoryPath(MemoryFileSystem system, Path end)
        && system == fileSystem
        && names.endsWith(end);
  }

  @Override
  public Path normalize() {
    return with(names.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return with(names.resolve(namesOf(other)));
  }

  @Override
  public Path relativize(Path other) {
    return with(names.relativize(namesOf(other)));
  }

  @Override
  public URI toUri() {
    return URI.create("memory://" + toAbsolutePath().toString().replace(" ", "%20"));
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : with(Path.of("/").resolve(names));
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    Path real = toAbsolutePath().normalize();
    if (fileSystem.disk().find(real) == null) {
      throw new NoSuchFileException(toString());
    }
    return real;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("nobody watches a disk in memory");
  }

  @Override
  public int compareTo(Path other) {
    return names.compareTo(namesOf(other));
  }

  @Override
  public String toString() {
    return names.toString();
  }
}

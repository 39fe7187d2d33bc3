package io.hydrant.testing.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file system of one [MemoryDisk].
final class MemoryFileSystem extends FileSystem {
  private final MemoryDisk disk;
  private final MemoryProvider provider = new MemoryProvider(this);
  private final FileStore store = new Store();

  MemoryFileSystem(MemoryDisk disk) {
    this.disk = disk;
  }

  MemoryDisk disk() {
    return disk;
  }

  FileStore store() {
    return store;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("a disk in memory ends with its test");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of(store);
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic", "user");
  }

  @Override
  public Path getPath(String first, String... more) {
    return new MemoryPath(this, Path.of(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException("no patterns");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("no users");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("nobody watches a disk in memory");
  }

  /// More room than any test fills.
  private static final class Store extends FileStore {
    private static final long ROOM = 1L << 40;

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public String type() {
      return "memory";
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public long getTotalSpace() {
      return ROOM;
    }

    @Override
    public long getUsableSpace() {
      return ROOM;
    }

    @Override
    public long getUnallocatedSpace() {
      return ROOM;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
      return true;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
      return name.equals("basic") || name.equals("user");
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
      return null;
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
      throw new UnsupportedOperationException(attribute);
    }
  }
}

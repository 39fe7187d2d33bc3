package io.hydrant.testing.disk;

import java.nio.ByteBuffer;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a name of a [MemoryDisk] leads to, as it is and as a power loss would leave it.
sealed interface Node {

  FileTime modified();

  void modified(FileTime time);

  BasicFileAttributes attributes();

  /// The user attributes by their names.
  Map<String, byte[]> userAttributes();

  /// A folder with its entries, and with those that are on the disk for good.
  final class Folder implements Node {
    Map<String, Node> entries = new TreeMap<>();
    final Map<String, Node> durable = new TreeMap<>();
    private final Map<String, byte[]> userAttributes = new TreeMap<>();
    private FileTime modified;

    Folder(FileTime modified) {
      this.modified = modified;
    }

    static void put(Map<String, Node> entries, String name, @Nullable Node node) {
      if (node == null) {
        entries.remove(name);
      } else {
        entries.put(name, node);
      }
    }

    /// Loses what is not on the disk for good, here and below.
    void losePower(RandomGenerator random) {
      entries = new TreeMap<>(durable);
      for (Node node : entries.values()) {
        switch (node) {
          case Folder folder -> folder.losePower(random);
          case File file -> file.losePower(random);
        }
      }
    }

    @Override
    public FileTime modified() {
      return modified;
    }

    @Override
    public void modified(FileTime time) {
      modified = time;
    }

    @Override
    public Map<String, byte[]> userAttributes() {
      return userAttributes;
    }

    @Override
    public BasicFileAttributes attributes() {
      return new Attributes(true, entries.size(), modified, this);
    }
  }

  /// A file with its bytes and attributes, and with those that were synced last.
  final class File implements Node {

    private byte[] bytes = {};
    private int size;
    private Map<String, byte[]> userAttributes = new TreeMap<>();
    private FileTime modified;
    private byte[] syncedBytes = {};
    private Map<String, byte[]> syncedAttributes = new TreeMap<>();
    private FileTime syncedTime;

    File(FileTime modified) {
      this.modified = modified;
      this.syncedTime = modified;
    }

    int size() {
      return size;
    }

    int read(ByteBuffer target, long position) {
      if (position >= size) {
        return -1;
      }
      int count = Math.min(target.remaining(), size - (int) position);
      target.put(bytes, (int) position, count);
      return count;
    }

    int write(ByteBuffer source, long position) {
      int count = source.remaining();
      int end = Math.toIntExact(position + count);
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      }
      source.get(bytes, (int) position, count);
      size = Math.max(size, end);
      return count;
    }

    void truncate(long newSize) {
      if (newSize < size) {
        Arrays.fill(bytes, (int) newSize, size, (byte) 0);
        size = (int) newSize;
      }
    }

    void sync() {
      syncedBytes = Arrays.copyOf(bytes, size);
      syncedAttributes = new TreeMap<>(userAttributes);
      syncedTime = modified;
    }

    /// What was not synced is there, or not, or in part: each of bytes, attributes and time by
    /// itself, and where bytes are missing the file has its length and zeros.
    void losePower(RandomGenerator random) {
      boolean changed = !Arrays.equals(syncedBytes, Arrays.copyOf(bytes, size));
      switch (random.nextInt(3)) {
        case 0 -> {
          bytes = syncedBytes.clone();
          size = bytes.length;
        }
        case 1 -> {
          if (changed && size > 0) {
            Arrays.fill(bytes, random.nextInt(size), size, (byte) 0);
          }
        }
        default -> {}
      }
      if (random.nextBoolean()) {
        userAttributes = new TreeMap<>(syncedAttributes);
      }
      if (random.nextBoolean()) {
        modified = syncedTime;
      }
      sync();
    }

    @Override
    public FileTime modified() {
      return modified;
    }

    @Override
    public void modified(FileTime time) {
      modified = time;
    }

    @Override
    public Map<String, byte[]> userAttributes() {
      return userAttributes;
    }

    @Override
    public BasicFileAttributes attributes() {
      return new Attributes(false, size, modified, this);
    }
  }

  /// The attributes of a node at one moment.
  ///
  /// @param fileKey the node itself
  record Attributes(boolean isDirectory, long size, FileTime lastModifiedTime, Object fileKey)
      implements BasicFileAttributes {
    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime;
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }
  }
}

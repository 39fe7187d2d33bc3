package io.hydrant.testing.disk;

import io.hydrant.testing.disk.MemoryDisk.Operation;
import io.hydrant.testing.disk.Node.Folder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An open file or folder of a [MemoryDisk]. Its calls end as those of a real one do when their
/// thread is interrupted.
abstract class MemoryChannel extends FileChannel {
  final MemoryDisk disk;
  final Path path;

  private MemoryChannel(MemoryDisk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /// A folder can be synced and nothing else.
  static final class OfFolder extends MemoryChannel {
    private final Folder folder;

    OfFolder(MemoryDisk disk, Path path, Folder folder) {
      super(disk, path);
      this.folder = folder;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw new NonWritableChannelException();
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public FileChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metadata) throws IOException {
      disk.before(Operation.SYNC, path);
      disk.sync(folder);
    }
  }

  static final class OfFile extends MemoryChannel {
    private final Node.File file;
    private final boolean writes;

    OfFile(MemoryDisk disk, Path path, Node.File file, boolean writes, boolean appends) {
      super(disk, path);
      this.file = file;
      this.writes = writes;
      if (appends) {
        position(file.size());
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      boolean done = false;
      try {
        begin();
        if (!isOpen()) {
          return -1; // Interrupted: the end of the call tells.
        }
        disk.requireUp();
        int count = file.read(target, position);
        done = true;
        return count;
      } finally {
        end(done);
      }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      if (!writes) {
        throw new NonWritableChannelException();
      }
      boolean done = false;
      try {
        begin();
        if (!isOpen()) {
          return 0; // Interrupted: the end of the call tells.
        }
        disk.before(Operation.WRITE, path);
        int count = file.write(source, position);
        file.modified(disk.now());
        done = true;
        return count;
      } finally {
        end(done);
      }
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      disk.before(Operation.WRITE, path);
      file.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
      disk.before(Operation.SYNC, path);
      file.sync();
    }
  }

  private long position;

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = read(target, position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  /// Nobody else uses the disk, and a lock ends with the process that has it.
  @Override
  public @Nullable FileLock tryLock(long from, long size, boolean shared) {
    return lock(from, size, shared);
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    return new FileLock(this, from, size, shared) {
      @Override
      public boolean isValid() {
        return isOpen();
      }

      @Override
      public void release() {}
    };
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new NonReadableChannelException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) {
    throw new NonReadableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new NonReadableChannelException();
  }
}

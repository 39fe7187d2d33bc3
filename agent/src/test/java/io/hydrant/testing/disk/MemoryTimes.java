package io.hydrant.testing.disk;

import io.hydrant.testing.disk.MemoryDisk.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// Size and time of what a path of a [MemoryDisk] leads to.
record MemoryTimes(MemoryDisk disk, Path path) implements BasicFileAttributeView {
  @Override
  public String name() {
    return "basic";
  }

  @Override
  public BasicFileAttributes readAttributes() throws IOException {
    return disk.get(path).attributes();
  }

  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
      throws IOException {
    Node node = disk.get(path);
    if (modified != null) {
      disk.before(Operation.SET_ATTRIBUTE, path);
      node.modified(modified);
    }
  }
}

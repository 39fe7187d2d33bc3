package io.hydrant.testing.disk;

import io.hydrant.testing.disk.MemoryDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;

/// The user attributes of what a path of a [MemoryDisk] leads to.
record MemoryUserAttributes(MemoryDisk disk, Path path) implements UserDefinedFileAttributeView {
  @Override
  public String name() {
    return "user";
  }

  @Override
  public List<String> list() throws IOException {
    return List.copyOf(disk.get(path).userAttributes().keySet());
  }

  private byte[] value(String name) throws IOException {
    byte[] value = disk.get(path).userAttributes().get(name);
    if (value == null) {
      throw new FileSystemException(path.toString(), null, "No data available");
    }
    return value;
  }

  @Override
  public int size(String name) throws IOException {
    return value(name).length;
  }

  @Override
  public int read(String name, ByteBuffer target) throws IOException {
    byte[] value = value(name);
    if (value.length > target.remaining()) {
      throw new FileSystemException(path.toString(), null, "Numerical result out of range");
    }
    target.put(value);
    return value.length;
  }

  @Override
  public int write(String name, ByteBuffer source) throws IOException {
    Node node = disk.get(path);
    disk.before(Operation.SET_ATTRIBUTE, path);
    byte[] value = new byte[source.remaining()];
    source.get(value);
    node.userAttributes().put(name, value);
    return value.length;
  }

  @Override
  public void delete(String name) throws IOException {
    value(name);
    disk.before(Operation.SET_ATTRIBUTE, path);
    disk.get(path).userAttributes().remove(name);
  }
}

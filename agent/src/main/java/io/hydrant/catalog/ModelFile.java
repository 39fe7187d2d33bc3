package io.hydrant.catalog;

/// A wanted model: an object of the bucket and the path that it has on the disk.
///
/// @param priority the place of the first priority pattern that matches, 0 first; unmatched files
///   come after all others
public record ModelFile(ModelPath path, RemoteObject object, int priority) {

  public boolean isFolderIndex() {
    return path.isFolderIndex();
  }

  /// Whether both are made of the same bytes.
  public boolean isSameStateAs(ModelFile other) {
    return path.equals(other.path)
        && object.etag().equals(other.object.etag())
        && size().equals(other.size());
  }

  public ByteSize size() {
    return object.size();
  }
}

package io.hydrant.disk;

/// The file systems that can be made.
public enum FileSystemKind {
  XFS("xfs"),
  EXT4("ext4");

  private final String label;

  FileSystemKind(String label) {
    this.label = label;
  }

  /// The name that `mount` and `wipefs` use.
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}

package io.hydrant.catalog;

/// Why an object of the bucket is not mirrored.
public enum SkipReason {
  /// A zero-byte object or a key that ends in `/`: consoles and tools make these as folders.
  MARKER("folder marker", false),
  /// An include or exclude pattern says so.
  NOT_SELECTED("not selected", false),
  /// The key would leave the root or is no path at all.
  UNSAFE_KEY("unsafe key", true),
  /// A path component is longer than a file name may be.
  NAME_TOO_LONG("name too long", true),
  /// The key is also the folder of other keys: a disk can hold only one of the two.
  SHADOWED("key is also a folder", true),
  /// Another key differs only in case, on a file system that cannot tell them apart.
  SAME_NAME("same name in another case", true),
  /// The object lies in an archive tier and must be restored first.
  ARCHIVED("archived", true),
  /// A file that Hydrant did not publish has the model's name.
  FOREIGN_FILE("a foreign file has its name", true),
  /// The disk's budget does not hold it.
  NO_SPACE("no space", true);

  private final String label;
  private final boolean notable;

  SkipReason(String label, boolean notable) {
    this.label = label;
    this.notable = notable;
  }

  /// A few words for tables and logs.
  public String label() {
    return label;
  }

  /// Whether a person should hear of it: the object looks like a wanted model and is not on the
  /// disk.
  public boolean isNotable() {
    return notable;
  }
}

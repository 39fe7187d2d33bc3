package io.hydrant.source;

/// A bucket as its uploaders use it: the other side of a [ModelSource] under test.
public interface TestBucket {

  /// Creates or replaces an object.
  void put(String key, byte[] content);

  /// Deletes an object; in a versioned bucket this lays a delete marker over it.
  void delete(String key);

  /// Takes the newest delete marker of a key away, so that the object below it is back. For
  /// versioned buckets only.
  void undelete(String key);
}

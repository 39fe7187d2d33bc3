package io.hydrant.catalog;

/// The key of an object in the bucket, exactly as S3 stores it: never URL-encoded, never trimmed.
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  public ObjectKey {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an object key is never empty");
    }
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

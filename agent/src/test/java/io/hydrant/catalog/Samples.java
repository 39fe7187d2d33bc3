package io.hydrant.catalog;

import java.time.Instant;
import java.util.Locale;

/// Values for tests that have no say in what they test.
public final class Samples {
  public static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  /// An object as a listing tells it; its ETag follows from its size.
  public static RemoteObject object(String key, long size) {
    return object(key, size, String.format(Locale.ROOT, "%032x", size));
  }

  public static RemoteObject object(String key, long size, String etag) {
    return RemoteObject.of(new ObjectKey(key), new ByteSize(size), new ETag(etag), MODIFIED);
  }

  /// A wanted model whose key is its path.
  public static ModelFile file(String path, long size) {
    return file(path, size, 0);
  }

  public static ModelFile file(String path, long size, int priority) {
    return new ModelFile(new ModelPath(path), object(path, size), priority);
  }

  /// What the published file of this object would say of itself.
  public static FileRecord record(RemoteObject object) {
    return new FileRecord(
        object.key(),
        object.etag(),
        object.versionId(),
        new Checksum(Checksum.Algorithm.CRC64NVME, "AAAAAAAAAAA="),
        object.size(),
        object.lastModified());
  }

  /// The published file of this object, as it was published.
  public static PresentFile.Managed published(RemoteObject object) {
    return new PresentFile.Managed(
        new ModelPath(object.key().value()), record(object), object.size(), object.lastModified());
  }
}

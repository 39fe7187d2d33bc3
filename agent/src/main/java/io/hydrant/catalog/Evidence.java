package io.hydrant.catalog;

import java.util.List;

/// What the bytes that arrived of an object can be judged by. That no error was met is none.
public sealed interface Evidence {

  /// Whoever fetched the object has computed its checksum over the bytes that arrived, and compared
  /// it. Only a comparison that is known to have been made counts.
  record Validated(Checksum checksum) implements Evidence {}

  /// S3 keeps a checksum of the whole object, and nobody has compared it with the bytes yet.
  record Whole(Checksum checksum) implements Evidence {}

  /// S3 keeps checksums of parts that together, in this order, are the object.
  record Parts(List<Part> parts) implements Evidence {
    public Parts {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("an object has at least one part");
      }
    }
  }

  /// S3 keeps no checksum that a reader could compare: there is only the size.
  record SizeOnly() implements Evidence {}

  /// A stretch of an object, and the checksum of its bytes.
  record Part(ByteSize size, Checksum checksum) {}

  /// What a description of an object gives to judge its bytes by, before anybody has.
  static Evidence of(RemoteObject object) {
    return object.checksum() == null ? new SizeOnly() : new Whole(object.checksum());
  }
}

package io.hydrant.source;

import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.RemoteObject;

/// An object that was fetched.
///
/// @param object as it was read, with its full-object checksum where S3 has one
/// @param evidence what its bytes are judged by before they are published
public record Fetched(RemoteObject object, Evidence evidence) {

  /// One whose bytes nobody has compared with anything yet.
  public static Fetched unchecked(RemoteObject object) {
    return new Fetched(object, Evidence.of(object));
  }
}

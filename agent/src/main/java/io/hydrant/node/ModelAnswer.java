package io.hydrant.node;

/// What the agent of a Node says of one object of the bucket.
public sealed interface ModelAnswer {

  /// The model is on the disk, complete and verified.
  ///
  /// @param etag of the object that it was made of
  record Present(String etag) implements ModelAnswer {}

  /// The model is not on the disk.
  record Absent() implements ModelAnswer {}

  /// Nobody answers.
  record Unknown(String reason) implements ModelAnswer {}
}

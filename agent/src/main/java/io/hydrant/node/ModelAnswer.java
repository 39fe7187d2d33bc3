package io.hydrant.node;

import org.jspecify.annotations.Nullable;

/// What is known of one object of the bucket on a Node.
public sealed interface ModelAnswer {

  /// Its agent has answered.
  ///
  /// @param bucket that the agent mirrors
  /// @param mirrored whether the node would hold the object at all
  /// @param etag the state of the object that is on the disk, complete and verified; null when none
  ///   is
  /// @param detail one sentence for a person
  record Told(String bucket, boolean mirrored, @Nullable String etag, String detail)
      implements ModelAnswer {}

  /// Nobody answers.
  record Unknown(String reason) implements ModelAnswer {}
}

package io.hydrant.disk;

import io.hydrant.catalog.ByteSize;

/// Whether a disk does what a disk must.
public sealed interface Health {

  /// What was written came back.
  record Healthy(ByteSize free, ByteSize size) implements Health {}

  /// There was no room to write.
  ///
  /// @param reason which directory is full, in one sentence
  record Full(String reason, ByteSize size) implements Health {}

  /// It did not.
  ///
  /// @param reason what is the matter with which directory, in one sentence
  record Sick(String reason) implements Health {}
}

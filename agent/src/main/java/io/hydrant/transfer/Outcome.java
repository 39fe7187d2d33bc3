package io.hydrant.transfer;

import io.hydrant.catalog.ModelFile;

/// How a fetch ended.
public sealed interface Outcome {
  ModelFile file();

  /// The model is on the disk.
  record Done(ModelFile file) implements Outcome {}

  /// The object changed or went while it was fetched: look at its key again.
  record Stale(ModelFile file, String reason) implements Outcome {}

  /// It did not work, and trying again at once would not help.
  record Failed(ModelFile file, String error) implements Outcome {}

  /// It was cancelled or replaced by a fetch of a newer state.
  record Cancelled(ModelFile file) implements Outcome {}
}

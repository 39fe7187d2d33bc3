package io.hydrant.catalog;

import java.time.Instant;

/// A file of the published tree as a scan finds it.
public sealed interface PresentFile {
  ModelPath path();

  ByteSize size();

  /// A file that Hydrant published.
  ///
  /// @param modified the modification time that it has now
  record Managed(ModelPath path, FileRecord record, ByteSize size, Instant modified)
      implements PresentFile {

    /// Whether size and modification time are those of the publication; if not, somebody wrote to
    /// the file.
    public boolean isIntact() {
      return size.equals(record.size()) && modified.equals(record.modified());
    }
  }

  /// Anything else: a file, link or device that came from elsewhere and is left alone.
  record Foreign(ModelPath path, ByteSize size) implements PresentFile {}
}

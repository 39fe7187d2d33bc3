package io.hydrant.plan;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.Skipped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to do so that the disk holds the wanted set.
///
/// Removals are carried out first and in their order; then the fetches, in their order as far as
/// room allows.
///
/// @param removals published files that nothing wants any more
/// @param held removals that the [DeleteGuard] does not let happen; empty unless it stopped them,
///   and then `removals` is empty
/// @param fetches models that are missing or out of date
/// @param kept the models that are on the disk as they should be
/// @param skipped objects that are not mirrored
public record Plan(
    List<Removal> removals,
    @Nullable Held held,
    List<Fetch> fetches,
    List<ModelFile> kept,
    List<Skipped> skipped) {
  public Plan {
    removals = List.copyOf(removals);
    fetches = List.copyOf(fetches);
    kept = List.copyOf(kept);
    skipped = List.copyOf(skipped);
  }

  /// A model to bring onto the disk.
  public record Fetch(ModelFile file, FetchReason reason) {}

  /// A published file to unlink.
  public record Removal(ModelPath path, FileRecord record, String reason) {}

  /// Removals that wait for a human word.
  public record Held(List<Removal> removals, String reason) {
    public Held {
      removals = List.copyOf(removals);
    }
  }

  /// Why a model is fetched.
  public enum FetchReason {
    MISSING("not on the disk"),
    CHANGED("the object changed"),
    DAMAGED("somebody wrote to the file"),
    FOREIGN("a foreign file has its name and may be replaced");

    private final String label;

    FetchReason(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return removals.isEmpty() && fetches.isEmpty();
  }

  public ByteSize fetchSize() {
    return new ByteSize(fetches.stream().mapToLong(fetch -> fetch.file().size().bytes()).sum());
  }

  public ByteSize keptSize() {
    return new ByteSize(kept.stream().mapToLong(file -> file.size().bytes()).sum());
  }
}

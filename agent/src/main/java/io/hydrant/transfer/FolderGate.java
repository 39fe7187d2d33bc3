package io.hydrant.transfer;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds the index of a diffusers folder (`model_index.json`) back until no other fetch below its
/// folder is live, and spoils it when one of them failed, because readers take a folder with an
/// index for a complete model. Not thread-safe: its owner's lock guards it.
final class FolderGate {
  private final NavigableMap<String, Job> live;
  private final Set<Job> held = new LinkedHashSet<>();

  /// How a fetch below its folder ended, for every live index that must not be published for it.
  private final Map<Job, Outcome> spoilers = new HashMap<>();

  /// @param live all fetches that are not over, by path; owned and changed by the caller
  FolderGate(NavigableMap<String, Job> live) {
    this.live = live;
  }

  /// Whether the job must wait; the gate then keeps it and gives it back from [#over].
  boolean holds(Job job) {
    return job.file().isFolderIndex() && hasLiveMember(job) && held.add(job);
  }

  /// Lets go of a job that the gate may hold.
  ///
  /// @return whether it held it
  boolean release(Job job) {
    return held.remove(job);
  }

  /// How the job ends because a fetch below its folder did not do well, or null.
  @Nullable Outcome spoilt(Job job) {
    ModelFile index = job.file();
    return switch (spoilers.get(job)) {
      case null -> null;
      case Outcome.Failed(ModelFile member, String _) ->
          new Outcome.Failed(index, "its folder is not complete: '" + member.path() + "' failed");
      case Outcome.Stale(ModelFile member, String _) ->
          new Outcome.Stale(index, "its folder changes: '" + member.path() + "'");
      case Outcome.Done _, Outcome.Cancelled _ -> null;
    };
  }

  /// Takes note that a job ended and is no longer live.
  ///
  /// @return the indexes that need not wait any longer
  List<Job> over(Job job, Outcome outcome) {
    spoilers.remove(job);
    List<Job> released = new ArrayList<>();
    for (ModelPath folder : job.file().path().ancestors()) {
      Job index = live.get(folder + "/" + ModelPath.FOLDER_INDEX);
      if (index != null && index.file().path().isIndexOver(job.file().path())) {
        note(index, outcome);
        if (!hasLiveMember(index) && held.remove(index)) {
          released.add(index);
        }
      }
    }
    return released;
  }

  private void note(Job index, Outcome outcome) {
    switch (outcome) {
      case Outcome.Failed _, Outcome.Stale _ -> spoilers.putIfAbsent(index, outcome);
      case Outcome.Done(ModelFile member) -> {
        Outcome spoiler = spoilers.get(index);
        if (spoiler != null && spoiler.file().path().equals(member.path())) {
          spoilers.remove(index); // A later attempt made it good.
        }
      }
      case Outcome.Cancelled _ -> {}
    }
  }

  private boolean hasLiveMember(Job index) {
    ModelPath path = index.file().path();
    return live.tailMap(path.folder()).values().stream()
        .map(job -> job.file().path())
        .takeWhile(member -> member.value().startsWith(path.folder()))
        .anyMatch(path::isIndexOver);
  }
}

package io.hydrant.transfer;

import io.hydrant.catalog.ModelPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Holds the index of a diffusers folder (`model_index.json`) back until no other fetch below its
/// folder is live, because readers take a folder with an index for a complete model. Not
/// thread-safe: its owner's lock guards it.
final class FolderGate {
  private final NavigableMap<String, Job> live;
  private final List<Job> held = new ArrayList<>();
  private final Map<Job, ModelPath> failedMembers = new HashMap<>();

  /// @param live all fetches that are not over, by path; owned and changed by the caller
  FolderGate(NavigableMap<String, Job> live) {
    this.live = live;
  }

  /// Whether the job must wait; the gate then keeps it and gives it back from [#over].
  boolean holds(Job job) {
    if (!job.file().isFolderIndex() || !hasLiveMember(job)) {
      return false;
    }
    held.add(job);
    return true;
  }

  /// The member of the folder that failed while the index waited.
  @Nullable ModelPath failedMemberOf(Job job) {
    return failedMembers.remove(job);
  }

  /// Lets go of a job that the gate may hold.
  ///
  /// @return whether it held it
  boolean release(Job job) {
    failedMembers.remove(job);
    return held.remove(job);
  }

  /// Takes note that a job ended and is no longer live.
  ///
  /// @return the indexes that need not wait any longer
  List<Job> over(Job job, Outcome outcome) {
    List<Job> released = new ArrayList<>();
    for (Job index : List.copyOf(held)) {
      if (!isMember(job, index)) {
        continue;
      }
      if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Stale) {
        failedMembers.putIfAbsent(index, job.file().path());
      }
      if (!hasLiveMember(index)) {
        held.remove(index);
        released.add(index);
      }
    }
    return released;
  }

  private boolean hasLiveMember(Job index) {
    String folder = index.file().path().folder();
    return live.tailMap(folder).values().stream()
        .takeWhile(job -> isMember(job, index))
        .anyMatch(job -> !job.file().path().equals(index.file().path()));
  }

  private static boolean isMember(Job job, Job index) {
    return job.file().path().value().startsWith(index.file().path().folder());
  }
}

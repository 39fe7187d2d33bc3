package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The jobs that are not over, and where each of them waits. Thread-safe; nobody is told anything
/// with its lock held.
///
/// A path belongs to one job at a time, the newest. A job that was replaced while a worker was at
/// it is the new one's predecessor, and gets the path back if the new one ends before it: no two
/// may ever write for one path.
final class Ledger {
  private final Map<Track, Lane> lanes = new EnumMap<>(Track.class);

  @GuardedBy("this")
  private final NavigableMap<String, Job> live = new TreeMap<>();

  /// Those of them that a worker has taken.
  @GuardedBy("this")
  private final Set<Job> atWork = new HashSet<>();

  /// The bytes, in the end, of all live ones. Kept, because it is asked for with every outcome.
  @GuardedBy("this")
  private long liveBytes;

  /// The indexes of diffusers folders that wait for their folder.
  @GuardedBy("this")
  private final FolderGate gate = new FolderGate(live);

  @GuardedBy("this")
  private long lastNumber;

  @GuardedBy("this")
  private boolean closed;

  /// @param work is called with each job on a worker
  Ledger(Executor executor, Bounds bounds, Consumer<Job> work) {
    for (Track track : Track.values()) {
      lanes.put(track, new Lane(track, bounds, executor, work));
    }
  }

  /// Adds jobs for what is asked for and not under way.
  ///
  /// @return the jobs that were replaced and are over now
  synchronized List<Job> add(List<Transfers.Request> requests, boolean overtake) {
    if (closed) {
      return List.of();
    }
    List<Job> ended = new ArrayList<>();
    List<Job> added = new ArrayList<>();
    for (Transfers.Request request : requests) {
      String path = request.file().path().value();
      Job current = live.get(path);
      if (current != null && current.isFor(request.file())) {
        if (overtake && !current.isUrgent() && lane(current).remove(current)) {
          current.hurry();
          lane(current).add(current);
        }
        continue;
      }
      if (current != null && retire(current)) {
        ended.add(current);
      }
      Job predecessor = live.get(path);
      Job job = new Job(request.file(), ++lastNumber, request.changedAt(), predecessor);
      if (overtake) {
        job.hurry();
      }
      enlist(job);
      added.add(job);
    }
    // Only now, so that an index finds all of its folder's fetches.
    added.forEach(job -> lane(job).add(job));
    return ended;
  }

  private Lane lane(Job job) {
    return Objects.requireNonNull(lanes.get(Track.of(job.file(), job.isUrgent())));
  }

  /// Cancels the job of a path.
  ///
  /// @return the job if it is over now
  synchronized @Nullable Job cancel(ModelPath path) {
    Job job = live.get(path.value());
    return job != null && retire(job) ? job : null;
  }

  /// Cancels all jobs and takes no more.
  ///
  /// @return those that are over now
  synchronized List<Job> close() {
    closed = true;
    List<Job> ended = new ArrayList<>();
    for (Job job : List.copyOf(live.values())) {
      if (retire(job)) {
        ended.add(job);
      }
    }
    return ended;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /// Keeps a job that a worker took but that must wait for others; it comes to a worker again.
  synchronized boolean holds(Job job) {
    boolean holds = !job.isCancelled() && gate.holds(job);
    if (!holds) {
      atWork.add(job);
    }
    return holds;
  }

  /// How a job ends because of others, or null.
  synchronized @Nullable Outcome spoilt(Job job) {
    return gate.spoilt(job);
  }

  /// Takes in how a job ended that a worker was at.
  ///
  /// @return the outcome to tell: a job that was cancelled has not failed
  synchronized Outcome end(Job job, Outcome outcome) {
    Outcome last =
        job.isCancelled() && !(outcome instanceof Outcome.Done)
            ? new Outcome.Cancelled(job.file())
            : outcome;
    strike(job, last);
    return last;
  }

  /// Cancels a job.
  ///
  /// @return whether it is over at once, because no worker was at it
  @GuardedBy("this")
  private boolean retire(Job job) {
    job.cancel();
    boolean waiting = lane(job).remove(job) || gate.release(job);
    if (waiting) {
      strike(job, new Outcome.Cancelled(job.file()));
    }
    return waiting;
  }

  /// Gives a path to a job.
  @GuardedBy("this")
  private void enlist(Job job) {
    Job before = live.put(job.file().path().value(), job);
    liveBytes += job.file().size().bytes() - (before == null ? 0 : before.file().size().bytes());
  }

  @GuardedBy("this")
  private void strike(Job job, Outcome outcome) {
    job.leave();
    atWork.remove(job);
    if (live.remove(job.file().path().value(), job)) {
      liveBytes -= job.file().size().bytes();
      Job predecessor = job.predecessor();
      if (predecessor != null && !predecessor.hasLeft()) {
        enlist(predecessor);
      }
    }
    for (Job index : gate.over(job, outcome)) {
      // It has waited long enough.
      index.hurry();
      lane(index).add(index);
    }
  }

  synchronized List<Job> live() {
    return List.copyOf(live.values());
  }

  synchronized boolean has(ModelPath path) {
    return live.containsKey(path.value());
  }

  synchronized Set<ModelPath> paths() {
    return live.values().stream()
        .map(job -> job.file().path())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The bytes that the disk has given to all jobs.
  synchronized ByteSize taken() {
    long bytes = 0;
    for (Job job : atWork) {
      if (live.get(job.file().path().value()) == job) {
        bytes += job.taken();
      }
    }
    return new ByteSize(bytes);
  }

  /// The bytes, in the end, of all jobs but those of some paths.
  synchronized ByteSize sizeExcept(Set<ModelPath> paths) {
    long bytes = liveBytes;
    for (ModelPath path : paths) {
      Job job = live.get(path.value());
      bytes -= job == null ? 0 : job.file().size().bytes();
    }
    return new ByteSize(bytes);
  }
}

package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The queue of a track and its workers: no more than the track is wide, and no more than the
/// bounds admit. Nothing overtakes a job that does not fit yet. Thread-safe.
final class Lane {
  private final Executor executor;
  private final Bounds bounds;
  private final int width;
  private final Consumer<Job> work;

  @GuardedBy("this")
  private final PriorityQueue<Job> waiting;

  @GuardedBy("this")
  private int workers;

  /// How many jobs are worked at, and their bytes.
  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private long bytes;

  /// @param executor starts a worker at once; it never runs one on the calling thread
  /// @param work is called with each job on a worker, and never throws
  Lane(Track track, Bounds bounds, Executor executor, Consumer<Job> work) {
    this.executor = executor;
    this.bounds = bounds;
    this.width = track.width(bounds);
    this.work = work;
    this.waiting = new PriorityQueue<>(track.order());
  }

  synchronized void add(Job job) {
    waiting.add(job);
    hire();
  }

  /// Takes a job out of the queue.
  ///
  /// @return whether it was still waiting
  synchronized boolean remove(Job job) {
    return waiting.remove(job);
  }

  private void work() {
    Job job = next();
    while (job != null) {
      work.accept(job);
      over(job);
      job = next();
    }
  }

  private synchronized void over(Job job) {
    running--;
    bytes -= job.file().size().bytes();
  }

  /// The next job, or null when this worker is to end.
  private synchronized @Nullable Job next() {
    Job job = waiting.peek();
    if (job == null || !bounds.admit(running, bytes, job.file().size())) {
      workers--;
      return null;
    }
    waiting.remove();
    running++;
    bytes += job.file().size().bytes();
    // Whoever ended made room for one, or for several that are smaller.
    hire();
    return job;
  }

  @GuardedBy("this")
  private void hire() {
    Job job = waiting.peek();
    if (job != null && workers < width && bounds.admit(running, bytes, job.file().size())) {
      workers++;
      executor.execute(this::work);
    }
  }
}

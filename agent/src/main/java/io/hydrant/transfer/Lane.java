package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A queue of jobs and a bound on how many of them are worked at, the most important first.
/// Thread-safe.
final class Lane {
  private static final Comparator<Job> ORDER =
      Comparator.comparingInt((Job job) -> job.file().priority()).thenComparingLong(Job::number);

  private final Executor executor;
  private final int width;
  private final Consumer<Job> work;

  @GuardedBy("this")
  private final PriorityQueue<Job> waiting = new PriorityQueue<>(ORDER);

  @GuardedBy("this")
  private int workers;

  /// @param executor starts a worker at once; it never runs one on the calling thread
  /// @param width how many workers there are at most
  /// @param work is called with each job on a worker, and never throws
  Lane(Executor executor, int width, Consumer<Job> work) {
    this.executor = executor;
    this.width = width;
    this.work = work;
  }

  synchronized void add(Job job) {
    waiting.add(job);
    if (workers < width) {
      workers++;
      executor.execute(this::work);
    }
  }

  /// Takes a job out of the queue.
  ///
  /// @return whether it was still waiting
  synchronized boolean remove(Job job) {
    return waiting.remove(job);
  }

  private void work() {
    for (Job job = next(); job != null; job = next()) {
      work.accept(job);
    }
  }

  /// The next job, or null when this worker is to end.
  private synchronized @Nullable Job next() {
    Job job = waiting.poll();
    if (job == null) {
      workers--;
    }
    return job;
  }
}

package io.hydrant.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Consumer;

/// Some workers and the queue that they work off, the most important job first.
final class Lane implements AutoCloseable {
  private static final Comparator<Job> ORDER =
      Comparator.comparingInt((Job job) -> job.file().priority()).thenComparingLong(Job::number);

  private final PriorityBlockingQueue<Job> queue = new PriorityBlockingQueue<>(11, ORDER);
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean closed;

  /// @param work is called with each job on a worker, and never throws
  Lane(String name, int size, Consumer<Job> work) {
    // Platform threads: the re-read and the sync of a file hold their carrier anyway, and there are
    // few of them.
    for (int i = 0; i < size; i++) {
      workers.add(Thread.ofPlatform().name(name + "-" + i).daemon().start(() -> work(work)));
    }
  }

  void add(Job job) {
    queue.add(job);
  }

  /// Takes a job out of the queue.
  ///
  /// @return whether it was still waiting
  boolean remove(Job job) {
    return queue.remove(job);
  }

  private void work(Consumer<Job> work) {
    while (!closed) {
      try {
        work.accept(queue.take());
      } catch (InterruptedException _) {
        // Either closed, which ends the loop, or a cancellation that came too late to meet its job.
      }
    }
  }

  /// Ends the workers after the job that each is at; cancel the jobs first.
  @Override
  public void close() {
    closed = true;
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      join(worker);
    }
  }

  private static void join(Thread worker) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ModelFile;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One fetch from the time it is asked for until it is over. It can be cancelled at any time; once
/// it publishes, the cancellation only waits.
final class Job {
  private final ModelFile file;
  private final long number;
  private final @Nullable Instant changedAt;
  private final @Nullable Job predecessor;
  private final AtomicLong received = new AtomicLong();
  private volatile long reserved;
  private volatile boolean urgent;
  private final CountDownLatch over = new CountDownLatch(1);

  @GuardedBy("this")
  private @Nullable Thread worker;

  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private boolean left;

  /// @param number grows with every job
  /// @param predecessor a cancelled job for the same path that may still be on its way out
  Job(ModelFile file, long number, @Nullable Instant changedAt, @Nullable Job predecessor) {
    this.file = file;
    this.number = number;
    this.changedAt = changedAt;
    this.predecessor = predecessor;
  }

  ModelFile file() {
    return file;
  }

  long number() {
    return number;
  }

  @Nullable Instant changedAt() {
    return changedAt;
  }

  @Nullable Job predecessor() {
    return predecessor;
  }

  /// Whether somebody waits for it, so that it does not wait for others.
  boolean isUrgent() {
    return urgent;
  }

  void hurry() {
    urgent = true;
  }

  /// Whether it will bring this state of the object onto the disk.
  synchronized boolean isFor(ModelFile wanted) {
    return !cancelled && file.isSameStateAs(wanted);
  }

  AtomicLong received() {
    return received;
  }

  /// The bytes that the disk has given it: what has arrived, or all at once.
  long taken() {
    return Math.max(reserved, received.get());
  }

  void reserved(long bytes) {
    reserved = bytes;
  }

  /// Begins on the calling thread, after the job before it has ended.
  ///
  /// @return false when it was cancelled before
  boolean begin() throws InterruptedException {
    if (predecessor != null) {
      predecessor.over.await();
    }
    synchronized (this) {
      worker = Thread.currentThread();
      return !cancelled;
    }
  }

  /// Passes the point after which the model becomes visible. From now on another thread may do the
  /// work, and none is interrupted.
  ///
  /// @return false when it was cancelled before
  synchronized boolean beginPublishing() {
    if (!cancelled) {
      worker = null;
    }
    return !cancelled;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  synchronized void cancel() {
    cancelled = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /// Leaves its worker: the work is done, and no interrupt that was meant for it can hit the worker
  /// afterwards.
  synchronized void leave() {
    if (worker == Thread.currentThread()) {
      var _ = Thread.interrupted();
    }
    worker = null;
    left = true;
  }

  synchronized boolean hasLeft() {
    return left;
  }

  /// Lets go on who waits for its end.
  void end() {
    over.countDown();
  }

  /// Waits until it is over, and keeps an interrupt for afterwards.
  void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
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

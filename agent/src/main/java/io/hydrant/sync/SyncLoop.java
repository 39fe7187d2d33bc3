package io.hydrant.sync;

import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.ModelSource;
import io.hydrant.store.ModelStore;
import io.hydrant.transfer.Bounds;
import io.hydrant.transfer.RetryPolicy;
import io.hydrant.transfer.Sleeper;
import io.hydrant.transfer.Transfers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running sync: a thread for the loop, one for the queue, and tasks that ask the bucket.
///
/// Thread-safe. Closing it cancels what is under way, within seconds; a model is then on the disk
/// or it is not.
public final class SyncLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
  private static final RetryPolicy BACKOFF =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(1));

  /// For how long outcomes are let come together: thousands of small models would wake the loop as
  /// often otherwise.
  private static final Duration GATHERING = Duration.ofMillis(5);

  private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
  private final ExecutorService tasks =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bucket-", 0).factory());
  private final ExecutorService fetchers =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("fetch-", 0).daemon().factory());
  private final Transfers transfers;
  private final Mirror mirror;
  private final @Nullable EventPump pump;
  private final Sleeper sleeper;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean halted;
  private volatile @Nullable String fault;

  /// The parts that the loop works with. It closes none of them.
  ///
  /// @param queue null when only listings tell of changes
  /// @param bounds how much is fetched at the same time
  public record Parts(
      ModelSource source,
      ModelStore store,
      @Nullable EventQueue queue,
      Bounds bounds,
      RetryPolicy retries,
      SyncListener listener,
      InstantSource clock,
      Ticker ticker,
      Sleeper sleeper,
      RandomGenerator random) {}

  public SyncLoop(SyncSettings settings, Parts parts) {
    this.sleeper = parts.sleeper();
    this.transfers =
        new Transfers(
            parts.source(),
            parts.store(),
            fetchers,
            parts.bounds(),
            parts.retries(),
            parts.listener(),
            parts.clock(),
            parts.ticker()::nanos,
            parts.sleeper(),
            parts.random(),
            outcome -> inbox.add(new Message.Settled(outcome)));
    this.mirror =
        new Mirror(
            settings,
            new BucketTasks(parts.source(), tasks, inbox::add, parts.ticker()),
            new PlanRunner(
                parts.store(),
                transfers,
                settings,
                parts.listener(),
                parts.ticker(),
                parts.clock()),
            parts.listener(),
            parts.ticker(),
            parts.random(),
            BACKOFF);
    this.pump =
        parts.queue() == null
            ? null
            : new EventPump(
                parts.queue(),
                inbox::add,
                parts.listener(),
                BACKOFF,
                parts.ticker(),
                parts.sleeper(),
                parts.random());
  }

  /// Starts the sync. Call it once.
  public void start() {
    startThread("sync", this::run);
    if (pump != null) {
      startThread("events", pump::run);
    }
  }

  private void startThread(String name, Runnable work) {
    threads.add(Thread.ofPlatform().name(name).daemon().start(work));
  }

  /// Asks for a full listing as soon as possible.
  public void requestResync() {
    inbox.add(new Message.ResyncRequested());
  }

  /// Lets the removals happen that are held because they are too many; no more than those.
  public void releaseRemovals() {
    inbox.add(new Message.RemovalsReleased());
  }

  /// Cancels all fetches and begins nothing, until it may go on: for as long as the disk does not
  /// work. Events are still received, and none is lost.
  public void halt() {
    halted = true;
    requestResync(); // Wakes the loop.
  }

  /// Goes on after a halt, with a full listing.
  public void resume() {
    halted = false;
    requestResync();
  }

  /// Why the loop does not run any more, which only a new process cures; null while it does.
  public @Nullable String fault() {
    return fault;
  }

  private void run() {
    List<Message> batch = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Message first = halted ? idle() : act();
        if (first != null) {
          batch.add(first);
          if (first instanceof Message.Settled) {
            sleeper.sleep(GATHERING);
          }
          inbox.drainTo(batch);
          batch.forEach(mirror::handle);
          batch.clear();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fault = "the sync has stopped by a fault of Hydrant itself: " + e;
      LOG.error("The sync has stopped by a fault of Hydrant itself; restart the agent", e);
    }
  }

  private @Nullable Message act() throws InterruptedException {
    mirror.act();
    settle(mirror.takeSettled());
    return inbox.poll(mirror.untilDue().toNanos(), TimeUnit.NANOSECONDS);
  }

  private Message idle() throws InterruptedException {
    transfers.paths().forEach(transfers::cancel);
    return inbox.take();
  }

  private void settle(Collection<Delivery> deliveries) {
    if (pump != null && !deliveries.isEmpty()) {
      tasks.execute(() -> pump.settle(deliveries));
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    threads.forEach(SyncLoop::join);
    tasks.shutdownNow();
    transfers.close();
    fetchers.close();
    tasks.close();
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

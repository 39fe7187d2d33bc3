package io.hydrant.sync;

import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.transfer.RetryPolicy;
import io.hydrant.transfer.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Carries messages from the queue to the loop, and back what the loop has dealt with. It takes no
/// more from the queue while many messages are not dealt with. One thread receives; any may settle.
final class EventPump {
  /// Between two polls that both work. After a longer one, because the process was stopped or the
  /// machine slept, what the queue kept may have expired.
  private static final Duration LONGEST_GAP = Duration.ofMinutes(5);

  /// SQS takes no longer wait.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private static final int BATCH = 10;
  private static final int MOST_UNSETTLED = 2_000;

  private final EventQueue queue;
  private final Consumer<Message> inbox;
  private final SyncListener listener;
  private final RetryPolicy backoff;
  private final Ticker ticker;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Semaphore room = new Semaphore(MOST_UNSETTLED);

  /// What is dealt with and the queue could not be told so.
  private final LinkedBlockingQueue<Delivery> owed = new LinkedBlockingQueue<>();

  /// In a row. Only the receiving thread counts them.
  private int failures;

  /// When the last poll ended well, on the ticker. Only the receiving thread uses it.
  private @Nullable Long lastPoll;

  EventPump(
      EventQueue queue,
      Consumer<Message> inbox,
      SyncListener listener,
      RetryPolicy backoff,
      Ticker ticker,
      Sleeper sleeper,
      RandomGenerator random) {
    this.queue = queue;
    this.inbox = inbox;
    this.listener = listener;
    this.backoff = backoff;
    this.ticker = ticker;
    this.sleeper = sleeper;
    this.random = random;
  }

  /// Receives until the thread is interrupted.
  void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        receive();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for messages once; when that fails, until it is worth another attempt.
  void receive() throws InterruptedException {
    room.acquire(BATCH);
    int received = 0;
    try {
      List<Delivery> deliveries = queue.receive(LONGEST_WAIT);
      received = deliveries.size();
      long now = ticker.nanos();
      boolean gap = lastPoll != null && now - lastPoll > LONGEST_GAP.toNanos();
      lastPoll = now;
      if (gap || failures > 0) {
        // It may have missed what happened meanwhile: it may not even have been subscribed.
        inbox.accept(new Message.EventsInDoubt());
      }
      if (failures > 0) {
        failures = 0;
        listener.on(new SyncEvent.QueueRecovered());
      }
      if (!deliveries.isEmpty()) {
        inbox.accept(new Message.Arrived(deliveries));
      }
      if (!owed.isEmpty()) {
        settle(List.of());
      }
    } catch (IOException e) {
      failures++;
      Duration delay = backoff.delayAfter(failures, random.nextDouble());
      listener.on(new SyncEvent.QueueFailed(String.valueOf(e.getMessage()), delay));
      sleeper.sleep(delay);
    } finally {
      room.release(Math.max(0, BATCH - received));
    }
  }

  /// Tells the queue what is dealt with. What it cannot be told now it is told with what comes
  /// next: as long as this process lives, the queue takes it for being worked at.
  void settle(Collection<Delivery> deliveries) {
    room.release(deliveries.size());
    List<Delivery> all = new ArrayList<>(deliveries);
    owed.drainTo(all);
    if (all.isEmpty()) {
      return;
    }
    try {
      queue.settle(all);
    } catch (IOException e) {
      owed.addAll(all);
      listener.on(new SyncEvent.QueueFailed(String.valueOf(e.getMessage()), Duration.ZERO));
    }
  }
}

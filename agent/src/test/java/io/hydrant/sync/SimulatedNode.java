package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.catalog.Selection;
import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.ModelSource;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import io.hydrant.transfer.Bounds;
import io.hydrant.transfer.RetryPolicy;
import io.hydrant.transfer.Transfers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// One run of an agent without any thread of its own: the product's loop, planner, transfers and
/// store, whose tasks a test runs one by one in whatever order it likes.
final class SimulatedNode implements AutoCloseable {
  static final String BUCKET = "models";
  private static final RetryPolicy BACKOFF =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final VirtualTime time;
  private final RandomGenerator random;
  private final SyncListener listener;
  private final ModelStore store;
  private final Transfers transfers;
  private final Mirror mirror;
  private final Deque<Message> inbox = new ArrayDeque<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<SyncEvent> events = new ArrayList<>();

  /// A run that mirrors [#BUCKET].
  SimulatedNode(
      Path root,
      ModelSource source,
      DeleteGuard guard,
      Duration resync,
      Duration deleteGrace,
      VirtualTime time,
      RandomGenerator random,
      SyncListener observer)
      throws IOException {
    this(BUCKET, root, source, guard, resync, deleteGrace, time, random, observer);
  }

  SimulatedNode(
      String bucket,
      Path root,
      ModelSource source,
      DeleteGuard guard,
      Duration resync,
      Duration deleteGrace,
      VirtualTime time,
      RandomGenerator random,
      SyncListener observer)
      throws IOException {
    StorePaths paths = new StorePaths(root);
    this.time = time;
    this.random = random;
    this.listener = SyncListener.all(List.of(events::add, observer));
    store = ModelStore.open(paths, List.of(new ModelPath("loras")), false, "simulation");
    SyncSettings settings =
        new SyncSettings(bucket, Selection.all(), guard, ByteSize.ZERO, resync, deleteGrace, 4);
    transfers =
        new Transfers(
            source,
            store,
            tasks::add,
            Bounds.ofModels(2),
            RetryPolicy.ofAttempts(3),
            listener,
            time,
            time::nanos,
            time,
            random,
            outcome -> inbox.add(new Message.Settled(outcome)));
    mirror =
        new Mirror(
            settings,
            new BucketTasks(source, tasks::add, inbox::add, time),
            new PlanRunner(store, transfers, settings, listener, time, time),
            listener,
            time,
            random,
            BACKOFF);
  }

  /// Has the run hear of what a queue tells.
  EventPump connect(EventQueue queue) {
    return new EventPump(queue, inbox::add, listener, BACKOFF, time, time, random);
  }

  /// Adds to the tasks that are ready.
  void later(Runnable task) {
    tasks.add(task);
  }

  /// Whether something was told to the loop that it has not taken in.
  boolean hasMail() {
    return !inbox.isEmpty();
  }

  void deliver(Delivery delivery) {
    inbox.add(new Message.Arrived(List.of(delivery)));
  }

  void requestResync() {
    inbox.add(new Message.ResyncRequested());
  }

  void releaseRemovals() {
    inbox.add(new Message.RemovalsReleased());
  }

  /// Answers the listing that was asked for last with what the bucket held at some time.
  void answerListing(List<RemoteObject> objects) {
    tasks.removeLast();
    BucketView view = new BucketView(Selection.all(), true);
    objects.forEach(view::put);
    inbox.add(new Message.Listed(view, objects.size(), Duration.ZERO));
  }

  /// Lets the loop go round once, and hands on the messages that are dealt with.
  void turn(Consumer<Collection<Delivery>> settled) {
    while (!inbox.isEmpty()) {
      mirror.handle(inbox.remove());
    }
    mirror.act();
    settled.accept(mirror.takeSettled());
  }

  /// Runs one of the tasks that are ready.
  ///
  /// @return false when none is
  boolean runTask(RandomGenerator random) {
    if (tasks.isEmpty()) {
      return false;
    }
    tasks.remove(random.nextInt(tasks.size())).run();
    return true;
  }

  /// Runs the task that became ready last.
  void runNewestTask() {
    tasks.removeLast().run();
  }

  /// Forgets what was told so far.
  void forgetEvents() {
    events.clear();
  }

  /// Lets the loop and its tasks go on until nothing is ready; time does not pass.
  void settle(RandomGenerator random, Consumer<Collection<Delivery>> settled) {
    do {
      turn(settled);
    } while (runTask(random) || !inbox.isEmpty());
  }

  Duration untilDue() {
    return mirror.untilDue();
  }

  List<SyncEvent> events() {
    return List.copyOf(events);
  }

  <T extends SyncEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// Ends the run as the death of its process does: nothing of it goes on, and only the disk
  /// remembers.
  @Override
  public void close() throws IOException {
    store.close();
  }
}

package io.hydrant.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.queue.NodeQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's own queue as the sync reads it: made before it is read, kept alive while it is, and
/// removed at the end if the node goes.
///
/// As long as it cannot be made, [#receive] fails and tries again when it is called again; the sync
/// lists the bucket once that has worked, so nothing is missed.
final class NodeEventQueue implements EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(NodeEventQueue.class);
  private static final Duration BETWEEN_HEARTBEATS = Duration.ofMinutes(5);

  private final Finder finder;
  private final Opener opener;
  private final BooleanSupplier nodeIsGoing;
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("queue-heartbeat").factory());

  @GuardedBy("this")
  private @Nullable NodeQueue queue;

  @GuardedBy("this")
  private @Nullable EventQueue reader;

  /// Finds out which queue is the node's.
  @FunctionalInterface
  interface Finder {
    NodeQueue find() throws IOException;
  }

  /// Opens the queue of a URL.
  @FunctionalInterface
  interface Opener {
    EventQueue open(String queueUrl) throws IOException;
  }

  /// @param finder asked until it has answered once
  /// @param nodeIsGoing asked at the end: whether the node will not come back, so that nobody will
  ///   read the queue any more
  NodeEventQueue(Finder finder, Opener opener, BooleanSupplier nodeIsGoing) {
    this.finder = finder;
    this.opener = opener;
    this.nodeIsGoing = nodeIsGoing;
    long period = BETWEEN_HEARTBEATS.toSeconds();
    var _ = heartbeat.scheduleAtFixedRate(this::beat, period, period, TimeUnit.SECONDS);
  }

  /// Makes the queue and subscribes it, unless that is done. Everything that happens in the bucket
  /// afterwards is received.
  ///
  /// @return whether it was not done before
  synchronized boolean connect() throws IOException {
    if (reader != null) {
      return false;
    }
    if (queue == null) {
      queue = finder.find();
    }
    reader = opener.open(queue.ensure());
    return true;
  }

  private void beat() {
    NodeQueue found = queue();
    if (found == null) {
      return;
    }
    try {
      found.beat();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the queue's heartbeat was not renewed: {}", e.getMessage());
    }
  }

  private synchronized @Nullable NodeQueue queue() {
    return queue;
  }

  private synchronized @Nullable EventQueue reader() {
    return reader;
  }

  /// {@inheritDoc}
  ///
  /// Returns at once when it has just been connected, so that the caller knows.
  @Override
  public List<Delivery> receive(Duration wait) throws IOException {
    if (connect()) {
      return List.of();
    }
    EventQueue open = reader();
    return open == null ? List.of() : open.receive(wait);
  }

  @Override
  public void settle(Collection<Delivery> deliveries) throws IOException {
    EventQueue open = reader();
    if (open != null) {
      open.settle(deliveries);
    }
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    heartbeat.close();
    EventQueue open = reader();
    if (open != null) {
      open.close();
    }
    NodeQueue found = queue();
    if (found != null && nodeIsGoing.getAsBoolean()) {
      try {
        found.remove();
        LOG.info("removed queue {} and its subscription: the node goes", found.name());
      } catch (IOException e) {
        LOG.warn("the reaper must remove queue {}: {}", found.name(), e.getMessage());
      }
    }
  }
}

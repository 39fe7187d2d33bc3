package io.hydrant.node;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the own Node saying how the models are, on a thread of its own. Thread-safe.
///
/// It waits until the status or the Node changes or something is due, and takes a breath after each
/// step, so that a burst of changes costs one step.
public final class NodeReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final Duration LAST_STEP = Duration.ofSeconds(2);
  private static final Duration AFTER_FAULT = Duration.ofMinutes(1);

  private enum Signal {
    LOOK
  }

  private final OwnNode node;
  private final Reconciler reconciler;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean watching;

  private NodeReporter(OwnNode node, Reconciler reconciler) {
    this.node = node;
    this.reconciler = reconciler;
    this.thread = Thread.ofPlatform().name("node").daemon().unstarted(this::run);
  }

  /// Starts the reports and returns at once. The node stays the caller's to close, after this.
  public static NodeReporter start(
      OwnNode node,
      ReporterSettings settings,
      Supplier<AgentStatus> status,
      ReadinessTracker readiness,
      InstantSource clock,
      RandomGenerator random) {
    NodeReporter reporter =
        new NodeReporter(node, new Reconciler(node, settings, status, readiness, clock, random));
    reporter.thread.start();
    return reporter;
  }

  /// Tells that the status may have changed. Costs next to nothing.
  public void statusChanged() {
    signals.offer(Signal.LOOK);
  }

  /// Has somebody called when a person releases, on the Node, the removals that are held.
  public void onRelease(Runnable action) {
    reconciler.onRelease(action);
  }

  private void nodeChanged(String revision) {
    reconciler.nodeChanged(revision);
    signals.offer(Signal.LOOK);
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        Duration again = step();
        if (!closed.await(BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
          signals.poll(again.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException _) {
      // Closed, while the API kept a step waiting.
    }
  }

  private Duration step() {
    try {
      if (!watching) {
        node.watch(this::nodeChanged);
        watching = true;
      }
      return reconciler.step();
    } catch (RuntimeException e) {
      LOG.error("The report to Kubernetes met a fault of Hydrant itself", e);
      return AFTER_FAULT;
    }
  }

  /// Ends the reports; the Node keeps what it says.
  @Override
  public void close() {
    closed.countDown();
    signals.offer(Signal.LOOK);
    try {
      if (!thread.join(LAST_STEP)) {
        thread.interrupt();
        thread.join(LAST_STEP);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

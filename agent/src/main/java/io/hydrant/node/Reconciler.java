package io.hydrant.node;

import io.hydrant.status.AgentStatus;
import io.hydrant.status.Readiness;
import io.hydrant.status.ReadinessTracker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the Node to say what the agent knows, step by step. Used by one thread, except for
/// [#nodeChanged] and [#onRelease].
///
/// A step looks at present state only: the status, and the Node as it was last seen. What comes in
/// between (the Node changed, a denial, no answer) leaves the rest to a later step.
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final String READ = "read its node";
  private static final int QUICK_RETRIES = 5;
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  private final OwnNode node;
  private final ReporterSettings settings;
  private final Supplier<AgentStatus> statusSource;
  private final ReadinessTracker tracker;
  private final InstantSource clock;
  private final RandomGenerator random;

  private volatile Runnable release = () -> {};
  private final AtomicReference<@Nullable String> changedTo = new AtomicReference<>();
  private final Denials denials = new Denials();
  private final Steps steps = new Steps();
  private final Outbox outbox = new Outbox();

  /// Null makes the next step look.
  private @Nullable NodeFacts seen;

  private boolean everSeen;
  private NodeDecision.Written written = new NodeDecision.Written(null, null);
  private @Nullable String releasedCode;
  private int conflicts;
  private int failures;
  private boolean goneTold;

  Reconciler(
      OwnNode node,
      ReporterSettings settings,
      Supplier<AgentStatus> statusSource,
      ReadinessTracker tracker,
      InstantSource clock,
      RandomGenerator random) {
    this.node = node;
    this.settings = settings;
    this.statusSource = statusSource;
    this.tracker = tracker;
    this.clock = clock;
    this.random = random;
  }

  /// Has somebody called when the Node's annotation releases the removals that are held now.
  void onRelease(Runnable action) {
    release = action;
  }

  /// Takes in that the Node has this revision now; an empty one when it is gone.
  void nodeChanged(String revision) {
    changedTo.set(revision);
  }

  /// Does what is to be done now.
  ///
  /// @return how long nothing is to be done unless something changes
  Duration step() {
    try {
      NodeFacts facts = look();
      Duration again = facts == null ? NodeDecision.HEARTBEAT : reconcile(facts);
      if (failures > 0) {
        LOG.info("The Kubernetes API answers again");
      }
      failures = 0;
      conflicts = 0;
      return again;
    } catch (NodeException e) {
      return failed(e, clock.instant());
    }
  }

  private @Nullable NodeFacts look() throws NodeException {
    String revision = changedTo.getAndSet(null);
    if (seen != null && (revision == null || revision.equals(seen.revision()))) {
      return seen;
    }
    seen = null;
    seen = node.read().orElse(null);
    denials.granted(READ);
    if (seen == null) {
      if (!goneTold) {
        LOG.warn("Kubernetes has no node of this name; nothing is reported until it has");
      }
      goneTold = true;
      return null;
    }
    goneTold = false;
    if (!everSeen) {
      everSeen = true;
      Readiness earlier = NodeReport.readinessOf(seen);
      if (earlier != null) {
        tracker.resume(earlier);
        steps.resume(earlier);
      }
    }
    return seen;
  }

  private Duration reconcile(NodeFacts facts) throws NodeException {
    AgentStatus status = statusSource.get();
    Readiness readiness = tracker.readiness();
    // Not before the readiness changed, which a person would take for a clock that jumps.
    Instant now = clock.instant();
    releaseIfAsked(status.heldCode(), facts);
    NodeDecision decision =
        NodeDecision.decide(facts, NodeReport.of(status, readiness), settings, written, now);
    NodeFacts current = facts;
    for (NodeAction action : decision.actions()) {
      current = perform(action, current, now);
    }
    outbox.add(steps.since(status, readiness, now));
    outbox.post(node, current, denials, now);
    return denials.isEmpty() || decision.again().compareTo(Denials.PAUSE) < 0
        ? decision.again()
        : Denials.PAUSE;
  }

  /// Once for each set of removals: what is held again in spite of it waits for another word.
  private void releaseIfAsked(@Nullable String heldCode, NodeFacts facts) {
    if (heldCode != null
        && heldCode.equals(facts.annotations().get(NodeKeys.RELEASE_REMOVALS))
        && !heldCode.equals(releasedCode)) {
      releasedCode = heldCode;
      LOG.info("The node's annotation releases the removals {}", heldCode);
      release.run();
    }
  }

  private NodeFacts perform(NodeAction action, NodeFacts facts, Instant now) throws NodeException {
    String request = action.describe();
    if (denials.hold(request, now)) {
      return facts;
    }
    NodeFacts after = facts;
    try {
      after = node.apply(action, facts);
      seen = after;
      denials.granted(request);
      LOG.debug("Done: {}", request);
    } catch (NodeException e) {
      if (e.kind() != NodeException.Kind.DENIED) {
        throw e;
      }
      denials.denied(request, e, now);
    }
    written =
        switch (action) {
          case NodeAction.RemoveTaint _ -> written;
          case NodeAction.WriteCondition _ -> new NodeDecision.Written(now, written.metadata());
          case NodeAction.WriteMetadata _ -> new NodeDecision.Written(written.condition(), now);
        };
    return after;
  }

  private Duration failed(NodeException failure, Instant now) {
    return switch (failure.kind()) {
      case STALE, GONE -> {
        seen = null;
        conflicts++;
        if (conflicts == QUICK_RETRIES) {
          LOG.warn("{}; this has been tried {} times", failure.getMessage(), conflicts);
        }
        yield conflicts < QUICK_RETRIES ? Duration.ZERO : backoff(conflicts - QUICK_RETRIES + 1);
      }
      case DENIED -> {
        denials.denied(READ, failure, now);
        yield Denials.PAUSE;
      }
      case UNREACHABLE -> {
        failures++;
        if (failures == 1) {
          LOG.warn("{}; the models are synced all the same", failure.getMessage());
        }
        yield backoff(failures);
      }
    };
  }

  /// With full jitter: when the API comes back, the whole fleet has been waiting for it.
  private Duration backoff(int attempt) {
    double ceiling =
        Math.min((double) LONGEST_BACKOFF.toMillis(), 1000 * Math.pow(2, attempt - 1.0));
    return Duration.ofMillis(Math.round(ceiling * random.nextDouble()));
  }
}

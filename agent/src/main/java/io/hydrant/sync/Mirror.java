package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.SourceException;
import io.hydrant.transfer.Outcome;
import io.hydrant.transfer.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The state of the loop and what it does next. Used by one thread: it is told [messages][Message]
/// and then [acts][#act].
final class Mirror {
  private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

  private final SyncSettings settings;
  private final BucketTasks tasks;
  private final PlanRunner runner;
  private final SyncListener listener;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final RetryPolicy backoff;

  private final PendingKeys pending = new PendingKeys();
  private final AppliedSequencers applied = new AppliedSequencers();
  private final Set<ObjectKey> changed = new HashSet<>();

  /// Null until the bucket has been listed once; nothing is planned before.
  private @Nullable BucketView view;

  private final ListingSchedule listings;

  /// What looks found while a listing runs.
  private final Map<ObjectKey, Optional<RemoteObject>> sinceListing = new HashMap<>();

  private boolean fullPlanDue;
  private boolean removalsConfirmed;
  private int removalsReleased;
  private int planFailures;
  private long nextPlan;

  /// Removals of the full plan that a look has to confirm before the plan goes on.
  private final Set<ObjectKey> confirming = new HashSet<>();

  private boolean agreementTold;
  private boolean hydrationTold;
  private @Nullable Instant oldestTold;

  Mirror(
      SyncSettings settings,
      BucketTasks tasks,
      PlanRunner runner,
      SyncListener listener,
      Ticker ticker,
      RandomGenerator random,
      RetryPolicy backoff) {
    this.settings = settings;
    this.tasks = tasks;
    this.runner = runner;
    this.listener = listener;
    this.ticker = ticker;
    this.random = random;
    this.backoff = backoff;
    this.listings = new ListingSchedule(settings.resyncInterval(), backoff, ticker, random);
    this.nextPlan = ticker.nanos();
  }

  void handle(Message message) {
    switch (message) {
      case Message.Arrived(List<Delivery> deliveries) -> deliveries.forEach(this::arrived);
      case Message.Listed(List<RemoteObject> objects, Duration took) -> listed(objects, took);
      case Message.ListingFailed(SourceException failure) -> listingFailed(failure);
      case Message.Looked(ObjectKey key, RemoteObject object) -> looked(key, object);
      case Message.LookFailed(ObjectKey key, SourceException failure) -> lookFailed(key, failure);
      case Message.Settled(Outcome outcome) -> settled(outcome);
      case Message.EventsInDoubt() -> listings.soon();
      case Message.RemovalsReleased() -> released();
      case Message.ResyncRequested() -> listings.now();
    }
  }

  private void arrived(Delivery delivery) {
    List<BucketEvent> events = delivery.events().stream().filter(this::matters).toList();
    events.forEach(event -> listener.on(new SyncEvent.ChangeHeard(event.key(), event.time())));
    pending.mark(delivery, events);
    listener.on(new SyncEvent.EventsReceived(delivery.events().size()));
  }

  private boolean matters(BucketEvent event) {
    return event.bucket().equals(settings.bucket())
        && settings.selection().mayBeModel(event.key())
        && !applied.covers(event);
  }

  /// Lets as many removals happen as are held now: if the next plan wants more, they are held
  /// again.
  private void released() {
    removalsReleased = runner.removalsHeld();
    removalsConfirmed = false;
    fullPlanDue |= removalsReleased > 0;
  }

  private void listed(List<RemoteObject> objects, Duration took) {
    BucketView fresh = runner.newView();
    objects.forEach(fresh::put);
    sinceListing.forEach((key, object) -> update(fresh, key, object));
    sinceListing.clear();
    view = fresh;
    listings.done();
    fullPlanDue = true;
    removalsConfirmed = false;
    removalsReleased = 0;
    confirming.clear();
    listener.on(new SyncEvent.ListingDone(objects.size(), took));
  }

  private void listingFailed(SourceException failure) {
    // What looks found stays in the view; the next listing starts anew.
    sinceListing.clear();
    Duration delay = listings.failed();
    listener.on(new SyncEvent.ListingFailed(String.valueOf(failure.getMessage()), delay));
  }

  private void looked(ObjectKey key, @Nullable RemoteObject object) {
    learn(key, Optional.ofNullable(object));
    if (pending.looked(key)) {
      changed.add(key);
    }
  }

  private void learn(ObjectKey key, Optional<RemoteObject> object) {
    if (listings.isRunning()) {
      sinceListing.put(key, object);
    }
    if (view != null) {
      update(view, key, object);
    }
  }

  private static void update(BucketView view, ObjectKey key, Optional<RemoteObject> object) {
    object.ifPresentOrElse(view::put, () -> view.remove(key));
  }

  private void lookFailed(ObjectKey key, SourceException failure) {
    Duration delay = putOff(key);
    listener.on(new SyncEvent.LookFailed(key.value(), String.valueOf(failure.getMessage()), delay));
  }

  private void settled(Outcome outcome) {
    ObjectKey key = outcome.file().object().key();
    switch (outcome) {
      case Outcome.Done done -> {
        runner.published(done.file().path());
        changed.add(key);
      }
      case Outcome.Cancelled _ -> changed.add(key);
      case Outcome.Stale _ -> pending.mark(key);
      case Outcome.Failed _ -> putOff(key);
    }
  }

  private Duration putOff(ObjectKey key) {
    Duration delay = backoff.delayAfter(pending.failures(key) + 1, random.nextDouble());
    pending.putOff(key, ticker.nanos() + delay.toNanos());
    confirming.remove(key);
    return delay;
  }

  /// Does what is to be done now. Call it after some messages, and when [#untilDue] has passed.
  void act() {
    plan();
    startLooks();
    startListing();
    announce();
  }

  private void plan() {
    if (view == null) {
      return;
    }
    if (!changed.isEmpty()) {
      planChanged(view);
    }
    if (isFullPlanDue() && nextPlan <= ticker.nanos()) {
      planAll(view);
    }
  }

  private void planChanged(BucketView view) {
    Set<ObjectKey> keys = Set.copyOf(changed);
    changed.clear();
    agreementTold = false;
    PlanRunner.Partial result = runner.runPartial(view, keys, pending::changedAt);
    result.failed().forEach(this::putOff);
    result
        .waiting()
        .forEach((key, until) -> {
          pending.await(key, until);
          confirming.remove(key);
        });
    for (ObjectKey key : keys) {
      if (!result.fetching().contains(key)) {
        done(key);
        confirming.remove(key);
      }
    }
    fullPlanDue |= result.madeRoom();
  }

  private void done(ObjectKey key) {
    String sequencer = pending.sequencer(key);
    if (pending.done(key)) {
      applied.applied(key, sequencer);
    }
  }

  private void planAll(BucketView view) {
    agreementTold = false;
    try {
      Set<ObjectKey> unconfirmed = runner.runFull(view, removalsConfirmed, removalsReleased);
      planFailures = 0;
      fullPlanDue = !unconfirmed.isEmpty();
      removalsConfirmed = true;
      unconfirmed.forEach(pending::mark);
      confirming.addAll(unconfirmed);
    } catch (IOException e) {
      planFailures++;
      Duration delay = backoff.delayAfter(planFailures, random.nextDouble());
      nextPlan = ticker.nanos() + delay.toNanos();
      listener.on(new SyncEvent.PlanFailed(String.valueOf(e.getMessage()), delay));
    }
  }

  private boolean isFullPlanDue() {
    return fullPlanDue && confirming.isEmpty();
  }

  private void startLooks() {
    if (view == null) {
      return;
    }
    Set<ObjectKey> told = startLooksAtWhatIsNotTold();
    if (!told.isEmpty()) {
      Set<ObjectKey> fetching = runner.runTold(view, told, pending::changedAt);
      agreementTold = false;
      told.stream().filter(key -> !fetching.contains(key)).forEach(pending::mark);
      // Nothing is told of these any more.
      var _ = startLooksAtWhatIsNotTold();
    }
  }

  /// @return the keys that need no look, because an event told what they hold now
  private Set<ObjectKey> startLooksAtWhatIsNotTold() {
    Set<ObjectKey> told = new HashSet<>();
    while (pending.looking() < settings.concurrentLooks()) {
      ObjectKey key = pending.nextLook(ticker.nanos());
      if (key == null) {
        break;
      }
      RemoteObject object = pending.takeTold(key);
      if (object == null) {
        tasks.look(key);
      } else if (pending.looked(key)) {
        learn(key, Optional.of(object));
        told.add(key);
      }
    }
    return told;
  }

  private void startListing() {
    if (listings.isDue()) {
      listings.started();
      listener.on(new SyncEvent.ListingStarted());
      tasks.list();
    }
  }

  private void announce() {
    Instant oldest = pending.oldestChange();
    if (!Objects.equals(oldest, oldestTold)) {
      oldestTold = oldest;
      listener.on(new SyncEvent.Behind(oldest));
    }
    if (view == null || fullPlanDue) {
      return;
    }
    if (!hydrationTold && runner.isHydrated()) {
      hydrationTold = true;
      listener.on(new SyncEvent.Hydrated(view.size(), view.bytes()));
    }
    if (!agreementTold && changed.isEmpty() && pending.isEmpty() && runner.isInAgreement()) {
      agreementTold = true;
      listener.on(new SyncEvent.InSync(view.size(), view.bytes()));
    }
  }

  /// The messages that are dealt with; each is returned once.
  Collection<Delivery> takeSettled() {
    return pending.takeSettled();
  }

  /// How long nothing is to be done unless a message comes.
  Duration untilDue() {
    long now = ticker.nanos();
    long due = now + LONGEST_IDLE.toNanos();
    due = Math.min(due, listings.due());
    if (view != null && isFullPlanDue()) {
      due = Math.min(due, nextPlan);
    }
    OptionalLong look = pending.nextDue();
    if (view != null && look.isPresent()) {
      due = Math.min(due, look.getAsLong());
    }
    return Duration.ofNanos(Math.max(0, due - now));
  }
}

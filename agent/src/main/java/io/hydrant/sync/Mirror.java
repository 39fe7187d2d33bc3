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
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
  private final KnownBucket bucket = new KnownBucket();
  private final ListingSchedule listings;
  private final FullPlanning fullPlanning;
  private final Announcements announcements;

  private long runnerDue = Long.MAX_VALUE;

  /// Keys whose present state is known and not acted on yet, or whose fetch ended.
  private final Set<ObjectKey> changed = new LinkedHashSet<>();

  /// Those of them whose state is known from a look.
  private final Set<ObjectKey> looked = new HashSet<>();

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
    this.fullPlanning = new FullPlanning(backoff, ticker, random);
    this.announcements = new Announcements(listener);
  }

  void handle(Message message) {
    switch (message) {
      case Message.Arrived(List<Delivery> deliveries) -> deliveries.forEach(this::arrived);
      case Message.Listed(BucketView view, int objects, Duration took) ->
          listed(view, objects, took);
      case Message.ListingFailed(SourceException failure) -> listingFailed(failure);
      case Message.Looked(ObjectKey key, RemoteObject object) -> looked(key, object);
      case Message.LookFailed(ObjectKey key, SourceException failure) -> lookFailed(key, failure);
      case Message.Settled(Outcome outcome) -> settled(outcome);
      case Message.EventsInDoubt() -> listings.soon();
      case Message.RemovalsReleased() -> releaseRemovals();
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

  private void releaseRemovals() {
    if (runner.releaseRemovals()) {
      fullPlanning.begin();
    }
  }

  private void listed(BucketView view, int objects, Duration took) {
    bucket.listed(view);
    listings.done();
    fullPlanning.begin();
    listener.on(new SyncEvent.ListingDone(objects, took));
  }

  private void listingFailed(SourceException failure) {
    bucket.listingFailed();
    Duration delay = listings.failed();
    listener.on(new SyncEvent.ListingFailed(String.valueOf(failure.getMessage()), delay));
  }

  private void looked(ObjectKey key, @Nullable RemoteObject object) {
    bucket.learn(key, Optional.ofNullable(object), listings.isRunning());
    if (pending.looked(key)) {
      changed.add(key);
      looked.add(key);
    }
  }

  private void lookFailed(ObjectKey key, SourceException failure) {
    Duration delay = putOff(key);
    listener.on(new SyncEvent.LookFailed(key.value(), String.valueOf(failure.getMessage()), delay));
  }

  private void settled(Outcome outcome) {
    ObjectKey key = outcome.file().object().key();
    switch (outcome) {
      case Outcome.Done done -> {
        if (runner.published(done.file(), bucket.view()) && !changed.contains(key)) {
          announcements.changing();
          dealtWith(key);
        } else {
          changed.add(key);
        }
      }
      case Outcome.Cancelled _ -> changed.add(key);
      case Outcome.Stale _ -> pending.mark(key);
      case Outcome.Failed _ -> putOff(key);
    }
  }

  private Duration putOff(ObjectKey key) {
    Duration delay = backoff.delayAfter(pending.failures(key) + 1, random.nextDouble());
    pending.putOff(key, ticker.nanos() + delay.toNanos());
    fullPlanning.waitNoMoreFor(key);
    return delay;
  }

  /// Does what is to be done now. Call it after some messages, and when [#untilDue] has passed.
  void act() {
    plan();
    startLooks();
    startListing();
    announce();
    runnerDue = runner.passTime();
  }

  private void plan() {
    BucketView view = bucket.view();
    if (view == null) {
      return;
    }
    if (!changed.isEmpty()) {
      planChanged(view);
    }
    if (fullPlanning.isDue()) {
      planAll(view);
    }
  }

  private void planChanged(BucketView view) {
    Set<ObjectKey> keys = new LinkedHashSet<>(changed);
    Set<ObjectKey> seen = Set.copyOf(looked);
    changed.clear();
    looked.clear();
    announcements.changing();
    PlanRunner.Partial result = runner.runPartial(view, keys, seen, pending::changedAt);
    Removals.Outcome removals = result.removals();
    removals.failed().forEach(this::putOff);
    removals.unseen().forEach(pending::mark);
    removals
        .waiting()
        .forEach((key, until) -> {
          pending.await(key, until);
          fullPlanning.waitNoMoreFor(key);
        });
    for (ObjectKey key : keys) {
      if (!result.fetching().contains(key)) {
        dealtWith(key);
      }
    }
    if (result.madeRoom()) {
      fullPlanning.want();
    }
  }

  private void dealtWith(ObjectKey key) {
    fullPlanning.waitNoMoreFor(key);
    String sequencer = pending.sequencer(key);
    if (pending.done(key)) {
      applied.applied(key, sequencer);
    }
  }

  private void planAll(BucketView view) {
    announcements.changing();
    try {
      Set<ObjectKey> unconfirmed = runner.runFull(view, fullPlanning.isConfirmed());
      unconfirmed.forEach(pending::mark);
      fullPlanning.planned(unconfirmed);
    } catch (IOException e) {
      Duration delay = fullPlanning.failed();
      listener.on(new SyncEvent.PlanFailed(String.valueOf(e.getMessage()), delay));
    }
  }

  private void startLooks() {
    BucketView view = bucket.view();
    if (view == null) {
      return;
    }
    Set<ObjectKey> told = startLooksAtWhatIsNotTold();
    if (!told.isEmpty()) {
      Set<ObjectKey> fetching = runner.runTold(view, told, pending::changedAt);
      announcements.changing();
      told.stream().filter(key -> !fetching.contains(key)).forEach(pending::mark);
      // Nothing is told of these any more.
      var _ = startLooksAtWhatIsNotTold();
    }
  }

  /// @return the keys that need no look, because an event told what they hold now
  private Set<ObjectKey> startLooksAtWhatIsNotTold() {
    Set<ObjectKey> told = new LinkedHashSet<>();
    while (pending.looking() < settings.concurrentLooks()) {
      ObjectKey key = pending.nextLook(ticker.nanos());
      if (key == null) {
        break;
      }
      RemoteObject object = pending.takeTold(key);
      if (object == null) {
        tasks.look(key);
      } else if (pending.looked(key)) {
        bucket.learn(key, Optional.of(object), listings.isRunning());
        told.add(key);
      }
    }
    return told;
  }

  private void startListing() {
    if (listings.isDue()) {
      listings.started();
      listener.on(new SyncEvent.ListingStarted());
      tasks.list(runner.newView());
      if (!bucket.isListed()) {
        runner.prepare();
      }
    }
  }

  private void announce() {
    announcements.behind(pending.oldestChange());
    BucketView view = bucket.view();
    if (view == null || fullPlanning.isWanted()) {
      return;
    }
    if (runner.isHydrated()) {
      announcements.hydrated(view);
    }
    if (changed.isEmpty() && pending.isEmpty() && runner.isInAgreement()) {
      announcements.inSync(view);
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
    due = Math.min(due, runnerDue);
    if (bucket.isListed()) {
      due = Math.min(due, fullPlanning.due());
      due = Math.min(due, pending.nextDue().orElse(Long.MAX_VALUE));
    }
    return Duration.ofNanos(Math.max(0, due - now));
  }
}

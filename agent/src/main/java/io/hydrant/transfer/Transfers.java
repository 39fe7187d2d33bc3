package io.hydrant.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.ModelSource;
import io.hydrant.store.ModelStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fetches that are asked for and not over. Thread-safe.
public final class Transfers implements AutoCloseable {

  /// A fetch to ask for.
  ///
  /// @param changedAt when S3 says that the object changed, where an event told it
  public record Request(ModelFile file, @Nullable Instant changedAt) {}

  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

  private final ModelFetcher fetcher;
  private final SyncListener listener;
  private final Consumer<Outcome> settled;
  private final Lane bulk;
  private final Lane urgent;

  @GuardedBy("this")
  private final NavigableMap<String, Job> live = new TreeMap<>();

  /// The indexes of diffusers folders that wait for their folder.
  @GuardedBy("this")
  private final FolderGate gate = new FolderGate(live);

  @GuardedBy("this")
  private long lastNumber;

  private volatile boolean closed;

  /// @param executor starts workers: a thread each, because the re-read and the sync of a file
  ///   block it
  /// @param concurrent how many fetches run at the same time; urgent ones run beside them
  /// @param settled hears of every outcome once, on a worker's thread or on that of the caller who
  ///   cancels; it must not block
  public Transfers(
      ModelSource source,
      ModelStore store,
      Executor executor,
      int concurrent,
      RetryPolicy retries,
      SyncListener listener,
      InstantSource clock,
      Sleeper sleeper,
      RandomGenerator random,
      Consumer<Outcome> settled) {
    this.fetcher = new ModelFetcher(source, store, retries, listener, clock, sleeper, random);
    this.listener = listener;
    this.settled = settled;
    this.bulk = new Lane(executor, concurrent, this::work);
    this.urgent = new Lane(executor, Math.max(2, concurrent / 2), this::work);
  }

  /// Asks for fetches. One that is under way for the same state of its object goes on; one for
  /// another state is replaced.
  ///
  /// @param overtake whether they go before everything that waits
  public void submit(List<Request> requests, boolean overtake) {
    List<Job> ended = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      Map<Job, Lane> added = new LinkedHashMap<>();
      for (Request request : requests) {
        String path = request.file().path().value();
        Job current = live.get(path);
        if (current != null && current.isFor(request.file())) {
          if (overtake && bulk.remove(current)) {
            urgent.add(current);
          }
          continue;
        }
        if (current != null && retire(current)) {
          ended.add(current);
        }
        Job onItsWayOut = live.get(path);
        Job job = new Job(request.file(), ++lastNumber, request.changedAt(), onItsWayOut);
        live.put(path, job);
        added.put(job, overtake ? urgent : bulk);
      }
      // Only now, so that an index finds all of its folder's fetches.
      added.forEach((job, lane) -> lane.add(job));
    }
    ended.forEach(this::tellCancelled);
  }

  /// Gives up the fetch of a path, if there is one. One that is at work may go on for a moment, and
  /// one that is about to publish does so: its outcome tells when it is over.
  ///
  /// @return whether nothing of it goes on
  public boolean cancel(ModelPath path) {
    Job job;
    boolean over;
    synchronized (this) {
      job = live.get(path.value());
      if (job == null || !retire(job)) {
        return job == null;
      }
      over = !live.containsKey(path.value());
    }
    tellCancelled(job);
    return over;
  }

  /// Cancels a job.
  ///
  /// @return whether it is over at once, because no worker was at it; the caller then tells so, but
  ///   not with the lock held
  @GuardedBy("this")
  private boolean retire(Job job) {
    job.cancel();
    boolean waiting = bulk.remove(job) || urgent.remove(job) || gate.release(job);
    if (waiting) {
      strike(job, new Outcome.Cancelled(job.file()));
    }
    return waiting;
  }

  /// Takes a job off the books. The path then belongs to the job before it, if a worker is still at
  /// that: no two may ever write for one path.
  @GuardedBy("this")
  private void strike(Job job, Outcome outcome) {
    String path = job.file().path().value();
    job.leave();
    if (live.remove(path, job)) {
      Job before = job.predecessor();
      if (before != null && !before.hasLeft()) {
        live.put(path, before);
      }
    }
    gate.over(job, outcome).forEach(urgent::add);
  }

  /// The paths that have a fetch.
  public synchronized Set<ModelPath> paths() {
    return live.values().stream()
        .map(job -> job.file().path())
        .collect(Collectors.toUnmodifiableSet());
  }

  public synchronized boolean isIdle() {
    return live.isEmpty();
  }

  /// The bytes that have arrived of what is under way.
  public synchronized ByteSize received() {
    return new ByteSize(live.values().stream().mapToLong(job -> job.received().get()).sum());
  }

  /// The bytes, in the end, of all fetches but those of some paths.
  public synchronized ByteSize sizeExcept(Set<ModelPath> paths) {
    return new ByteSize(
        live.values().stream()
            .map(Job::file)
            .filter(file -> !paths.contains(file.path()))
            .mapToLong(file -> file.size().bytes())
            .sum());
  }

  private void work(Job job) {
    Outcome spoilt;
    synchronized (this) {
      if (!job.isCancelled() && gate.holds(job)) {
        return;
      }
      spoilt = gate.spoilt(job);
    }
    Outcome outcome = outcomeOf(job, spoilt);
    synchronized (this) {
      if (job.isCancelled() && !(outcome instanceof Outcome.Done)) {
        outcome = new Outcome.Cancelled(job.file());
      }
      strike(job, outcome);
    }
    tell(job, outcome);
  }

  private Outcome outcomeOf(Job job, @Nullable Outcome spoilt) {
    try {
      if (!job.begin()) {
        return new Outcome.Cancelled(job.file());
      }
      return spoilt == null ? fetcher.fetch(job) : spoilt;
    } catch (InterruptedException _) {
      return new Outcome.Cancelled(job.file());
    } catch (RuntimeException | Error e) {
      // Errors too: a native library that does not load must fail the model, not lose it.
      LOG.error("The fetch of '{}' met a fault of Hydrant itself", job.file().path(), e);
      return new Outcome.Failed(job.file(), "a fault of Hydrant itself: " + e);
    }
  }

  private void tellCancelled(Job job) {
    tell(job, new Outcome.Cancelled(job.file()));
  }

  /// Tells how a job ended, and lets go on what waited for that.
  private void tell(Job job, Outcome outcome) {
    try {
      tellListener(outcome);
      settled.accept(outcome);
    } finally {
      job.end();
    }
  }

  private void tellListener(Outcome outcome) {
    try {
      switch (outcome) {
        case Outcome.Done _ -> {}
        case Outcome.Cancelled(ModelFile file) -> {
          if (!closed) {
            listener.on(new SyncEvent.FetchAbandoned(file, "it is no longer wanted in this state"));
          }
        }
        case Outcome.Stale(ModelFile file, String reason) ->
            listener.on(new SyncEvent.FetchAbandoned(file, reason));
        case Outcome.Failed(ModelFile file, String error) ->
            listener.on(new SyncEvent.FetchFailed(file, error));
      }
    } catch (RuntimeException e) {
      LOG.error("A listener met a fault of Hydrant itself", e);
    }
  }

  /// Cancels everything and returns when it has ended. Nothing can be asked for afterwards.
  @Override
  public void close() {
    closed = true;
    for (List<Job> jobs = retireAll(); !jobs.isEmpty(); jobs = retireAll()) {
      jobs.forEach(Job::awaitEnd);
    }
  }

  /// @return the jobs that were not over
  private List<Job> retireAll() {
    List<Job> jobs;
    List<Job> ended = new ArrayList<>();
    synchronized (this) {
      jobs = List.copyOf(live.values());
      for (Job job : jobs) {
        if (retire(job)) {
          ended.add(job);
        }
      }
    }
    ended.forEach(this::tellCancelled);
    return jobs;
  }
}

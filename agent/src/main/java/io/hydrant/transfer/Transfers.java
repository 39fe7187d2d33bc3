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
import java.util.HashMap;
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

  /// Indexes of diffusers folders that wait for their folder, with the member that failed
  /// meanwhile, if any.
  @GuardedBy("this")
  private final FolderGate gate = new FolderGate(live);

  @GuardedBy("this")
  private long lastNumber;

  @GuardedBy("this")
  private boolean closed;

  /// @param executor starts workers: a thread each, because the re-read and the sync of a file
  ///   block it
  /// @param concurrent how many fetches run at the same time; urgent ones run beside them
  /// @param settled hears of every outcome, on the worker's thread
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
  public synchronized void submit(List<Request> requests, boolean overtake) {
    if (closed) {
      return;
    }
    Map<Job, Lane> added = new HashMap<>();
    for (Request request : requests) {
      Job current = live.get(request.file().path().value());
      if (current != null && isSameState(current.file(), request.file())) {
        if (overtake && bulk.remove(current)) {
          urgent.add(current);
        }
        continue;
      }
      Job predecessor = current == null || retire(current) ? null : current;
      Job job = new Job(request.file(), ++lastNumber, request.changedAt(), predecessor);
      live.put(request.file().path().value(), job);
      added.put(job, overtake ? urgent : bulk);
    }
    // Only now, so that an index finds all of its folder's fetches.
    added.forEach((job, lane) -> lane.add(job));
  }

  /// Gives up the fetch of a path, if there is one. One that is at work may go on for a moment, and
  /// one that is about to publish does so: its outcome tells when it is over.
  ///
  /// @return whether nothing of it goes on
  public synchronized boolean cancel(ModelPath path) {
    Job job = live.get(path.value());
    return job == null || retire(job);
  }

  /// Cancels a job.
  ///
  /// @return whether it is over at once, because no worker was at it
  @GuardedBy("this")
  private boolean retire(Job job) {
    job.cancel();
    boolean waiting = bulk.remove(job) || urgent.remove(job) || gate.release(job);
    if (waiting) {
      over(job, new Outcome.Cancelled(job.file()));
    }
    return waiting;
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

  /// The bytes that the disk has given to what is under way.
  public synchronized ByteSize taken() {
    return new ByteSize(live.values().stream().mapToLong(Job::taken).sum());
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

  private static boolean isSameState(ModelFile one, ModelFile other) {
    return one.object().etag().equals(other.object().etag()) && one.size().equals(other.size());
  }

  private void work(Job job) {
    ModelPath failedMember;
    synchronized (this) {
      if (gate.holds(job)) {
        return;
      }
      failedMember = gate.failedMemberOf(job);
    }
    Outcome outcome = new Outcome.Cancelled(job.file());
    try {
      if (job.begin()) {
        outcome =
            failedMember == null
                ? fetcher.fetch(job)
                : new Outcome.Failed(
                    job.file(), "its folder is not complete: '" + failedMember + "' failed");
      }
    } catch (InterruptedException _) {
      // Cancelled while it waited for the job before it.
    } catch (RuntimeException e) {
      LOG.error("The fetch of '{}' met a fault of Hydrant itself", job.file().path(), e);
      outcome = new Outcome.Failed(job.file(), "a fault of Hydrant itself: " + e);
    } finally {
      over(job, outcome);
    }
  }

  private void over(Job job, Outcome outcome) {
    List<Job> released;
    synchronized (this) {
      live.remove(job.file().path().value(), job);
      released = gate.over(job, outcome);
    }
    job.end();
    switch (outcome) {
      case Outcome.Done _, Outcome.Cancelled _ -> {}
      case Outcome.Stale(ModelFile file, String reason) ->
          listener.on(new SyncEvent.FetchAbandoned(file, reason));
      case Outcome.Failed(ModelFile file, String error) ->
          listener.on(new SyncEvent.FetchFailed(file, error));
    }
    settled.accept(outcome);
    released.forEach(urgent::add);
  }

  /// Cancels everything and returns when it has ended. Nothing can be asked for afterwards.
  @Override
  public void close() {
    List<Job> jobs;
    synchronized (this) {
      closed = true;
      jobs = List.copyOf(live.values());
      jobs.forEach(this::retire);
    }
    jobs.forEach(Job::awaitEnd);
  }
}

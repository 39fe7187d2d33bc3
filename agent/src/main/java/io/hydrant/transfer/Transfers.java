package io.hydrant.transfer;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.ModelSource;
import io.hydrant.store.ModelStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
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
  private final Ledger ledger;

  /// @param executor starts workers: a thread each, because the re-read and the sync of a file
  ///   block it
  /// @param nanoTime only goes forward
  /// @param settled hears of every outcome once, on a worker's thread, one that publishes, or that
  ///   of the caller who cancels; it must not block
  public Transfers(
      ModelSource source,
      ModelStore store,
      Executor executor,
      Bounds bounds,
      RetryPolicy retries,
      SyncListener listener,
      InstantSource clock,
      LongSupplier nanoTime,
      Sleeper sleeper,
      RandomGenerator random,
      Consumer<Outcome> settled) {
    this.fetcher =
        new ModelFetcher(
            source, store, retries, new Pacer(bounds, nanoTime), listener, clock, sleeper, random);
    this.listener = listener;
    this.settled = settled;
    this.ledger = new Ledger(executor, bounds, this::work);
  }

  /// Asks for fetches. One that is under way for the same state of its object goes on; one for
  /// another state is replaced.
  ///
  /// @param overtake whether they go before everything that waits
  public void submit(List<Request> requests, boolean overtake) {
    ledger.add(requests, overtake).forEach(this::tellCancelled);
  }

  /// Gives up the fetch of a path, if there is one. One that is at work may go on for a moment, and
  /// one that is about to publish does so: its outcome tells when it is over.
  ///
  /// @return whether nothing of it goes on
  public boolean cancel(ModelPath path) {
    Job ended = ledger.cancel(path);
    if (ended != null) {
      tellCancelled(ended);
    }
    return !ledger.has(path);
  }

  /// The paths that have a fetch.
  public Set<ModelPath> paths() {
    return ledger.paths();
  }

  public boolean isIdle() {
    return ledger.live().isEmpty();
  }

  /// The bytes that the disk has given to what is under way.
  public ByteSize taken() {
    return ledger.taken();
  }

  /// The bytes, in the end, of all fetches but those of some paths.
  public ByteSize sizeExcept(Set<ModelPath> paths) {
    return ledger.sizeExcept(paths);
  }

  private void work(Job job) {
    if (!ledger.holds(job)) {
      Outcome outcome = outcomeOf(job, ledger.spoilt(job));
      if (outcome != null) {
        end(job, outcome);
      }
    }
  }

  private void end(Job job, Outcome outcome) {
    tell(job, ledger.end(job, outcome));
  }

  /// Null when the model is published, which tells the outcome.
  private @Nullable Outcome outcomeOf(Job job, @Nullable Outcome spoilt) {
    try {
      if (!job.begin()) {
        return new Outcome.Cancelled(job.file());
      }
      return spoilt == null ? fetcher.fetch(job, outcome -> end(job, outcome)) : spoilt;
    } catch (InterruptedException _) {
      return new Outcome.Cancelled(job.file());
    } catch (RuntimeException | Error e) {
      // Errors too: a native library that does not load must fail the model, not lose it.
      return ModelFetcher.fault(job.file(), e);
    }
  }

  private void tellCancelled(Job job) {
    tell(job, new Outcome.Cancelled(job.file()));
  }

  /// Tells how a job ended, and lets go on what waits for its end.
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
          if (!ledger.isClosed()) {
            listener.on(new SyncEvent.FetchAbandoned(file, "it was cancelled"));
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
    ledger.close().forEach(this::tellCancelled);
    for (List<Job> jobs = ledger.live(); !jobs.isEmpty(); jobs = ledger.live()) {
      jobs.forEach(Job::awaitEnd);
    }
  }
}

package io.hydrant.transfer;

import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.PresentFile;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.Fetched;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StagedFile;
import io.hydrant.store.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one model onto the disk: stage, fetch, verify, publish; again with a delay while the
/// failure may pass.
final class ModelFetcher {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFetcher.class);

  private final ModelSource source;
  private final ModelStore store;
  private final RetryPolicy retries;
  private final Pacer pacer;
  private final SyncListener listener;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  ModelFetcher(
      ModelSource source,
      ModelStore store,
      RetryPolicy retries,
      Pacer pacer,
      SyncListener listener,
      InstantSource clock,
      Sleeper sleeper,
      RandomGenerator random) {
    this.source = source;
    this.store = store;
    this.retries = retries;
    this.pacer = pacer;
    this.listener = listener;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
  }

  /// Fetches a model and has it published.
  ///
  /// @param later hears once how the publication ended, on this or on another thread
  /// @return the outcome when it did not come to that, else null
  @Nullable Outcome fetch(Job job, Consumer<Outcome> later) {
    ModelFile file = job.file();
    Instant start = clock.instant();
    for (int attempt = 1; ; attempt++) {
      try {
        if (isPresent(file)) {
          listener.on(new SyncEvent.FoundPresent(file));
          return new Outcome.Done(file);
        }
        if (!awaitTurn(job) || !fetchOnce(job, start, later)) {
          return new Outcome.Cancelled(file);
        }
        return null;
      } catch (IOException e) {
        if (job.isCancelled() || e instanceof ClosedByInterruptException) {
          return new Outcome.Cancelled(file);
        }
        if (e instanceof SourceException failure && isStale(failure)) {
          return new Outcome.Stale(file, messageOf(failure));
        }
        if (!mayPass(e) || !retries.allowsAfter(attempt)) {
          return new Outcome.Failed(file, messageOf(e));
        }
        Duration delay = retries.delayAfter(attempt, random.nextDouble());
        listener.on(new SyncEvent.FetchRetried(file, attempt, delay, messageOf(e)));
        if (!slept(delay)) {
          return new Outcome.Cancelled(file);
        }
      }
    }
  }

  /// A look at the disk before the first byte: the plan may be older than what another fetch has
  /// done since.
  private boolean isPresent(ModelFile file) throws IOException {
    return store.look(file.path()) instanceof PresentFile.Managed managed
        && managed.record().isOf(file.object())
        && managed.isIntact();
  }

  /// Waits until the average rate allows another fetch. An urgent one does not wait; those after it
  /// do so instead.
  ///
  /// @return false when the job was cancelled meanwhile
  private boolean awaitTurn(Job job) {
    long bytes = job.file().size().bytes();
    Duration delay = pacer.claim(bytes);
    if (job.isUrgent() || delay.isZero() || slept(delay)) {
      return true;
    }
    pacer.giveBack(bytes);
    return false;
  }

  /// @return false when the job was cancelled meanwhile
  private boolean fetchOnce(Job job, Instant start, Consumer<Outcome> later) throws IOException {
    ModelFile file = job.file();
    job.received().set(0);
    job.reserved(0);
    listener.on(new SyncEvent.FetchStarted(file));
    try (StagedFile staged = store.stage(file.path(), file.object())) {
      if (source.fillsInPlace()) {
        job.reserved(staged.prepare(file.object()).bytes());
      }
      Fetched fetched = fetchInto(staged, job);
      FileRecord record = staged.verify(fetched.object(), fetched.evidence());
      if (!job.beginPublishing()) {
        return false;
      }
      boolean verified = !(fetched.evidence() instanceof Evidence.SizeOnly);
      staged.publish(record, failure -> later.accept(published(job, start, verified, failure)));
      return true;
    }
  }

  private Outcome published(Job job, Instant start, boolean verified, @Nullable Exception failure) {
    ModelFile file = job.file();
    if (failure != null) {
      return failure instanceof IOException e
          ? new Outcome.Failed(file, messageOf(e))
          : fault(file, failure);
    }
    try {
      if (!verified) {
        listener.on(new SyncEvent.PublishedUnverified(file));
      }
      Duration duration = Duration.between(start, clock.instant());
      listener.on(new SyncEvent.Published(file, duration, job.changedAt()));
      return new Outcome.Done(file);
    } catch (RuntimeException e) {
      return fault(file, e);
    }
  }

  /// The outcome of what must not have happened.
  static Outcome fault(ModelFile file, Throwable fault) {
    LOG.error("The fetch of '{}' met a fault of Hydrant itself", file.path(), fault);
    return new Outcome.Failed(file, "a fault of Hydrant itself: " + fault);
  }

  private Fetched fetchInto(StagedFile staged, Job job) throws IOException {
    RemoteObject object = job.file().object();
    LongConsumer progress =
        bytes -> {
          job.received().addAndGet(bytes);
          listener.on(new SyncEvent.FetchProgressed(job.file().path(), bytes));
        };
    try {
      return staged.isResumed()
          ? source.resume(object, staged.file(), progress)
          : source.fetch(object, staged.file(), progress);
    } catch (SourceException e) {
      if (e.kind().isTransient() || e.kind() == SourceException.Kind.CANCELLED) {
        staged.leave();
      }
      throw e.kind() == SourceException.Kind.DISK ? staged.writingFailed(e) : e;
    }
  }

  private boolean slept(Duration delay) {
    try {
      sleeper.sleep(delay);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isStale(SourceException failure) {
    return switch (failure.kind()) {
      case GONE, CHANGED, ARCHIVED -> true;
      case FORBIDDEN, CREDENTIALS, NO_BUCKET, THROTTLED, UNREACHABLE, FAILED, DISK, CANCELLED ->
          false;
    };
  }

  private static boolean mayPass(IOException failure) {
    return switch (failure) {
      case SourceException source -> source.kind().isTransient();
      case StoreException store -> store.kind() == StoreException.Kind.CORRUPT;
      default -> false;
    };
  }

  private static String messageOf(IOException failure) {
    String message = failure.getMessage();
    return failure instanceof SourceException || failure instanceof StoreException
        ? String.valueOf(message)
        : failure.getClass().getSimpleName() + ": " + message;
  }
}

package io.hydrant.sync;

import io.hydrant.catalog.BucketView;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Asks the bucket, away from the loop's thread, and answers with messages.
final class BucketTasks {
  private final ModelSource source;
  private final Executor executor;
  private final Consumer<Message> inbox;
  private final Ticker ticker;

  BucketTasks(ModelSource source, Executor executor, Consumer<Message> inbox, Ticker ticker) {
    this.source = source;
    this.executor = executor;
    this.inbox = inbox;
    this.ticker = ticker;
  }

  /// Lists the bucket; the answer is a [Message.Listed] or a [Message.ListingFailed].
  ///
  /// @param view is filled object by object, so that a large bucket is held once
  void list(BucketView view) {
    executor.execute(() -> {
      long start = ticker.nanos();
      try {
        AtomicInteger objects = new AtomicInteger();
        source.list(object -> {
          view.put(object);
          objects.incrementAndGet();
        });
        inbox.accept(
            new Message.Listed(view, objects.get(), Duration.ofNanos(ticker.nanos() - start)));
      } catch (SourceException e) {
        inbox.accept(new Message.ListingFailed(e));
      } catch (RuntimeException e) {
        inbox.accept(new Message.ListingFailed(fault("list the bucket", e)));
      }
    });
  }

  /// Looks at a key; the answer is a [Message.Looked] or a [Message.LookFailed].
  void look(ObjectKey key) {
    executor.execute(() -> {
      try {
        inbox.accept(new Message.Looked(key, source.head(key).orElse(null)));
      } catch (SourceException e) {
        inbox.accept(new Message.LookFailed(key, e));
      } catch (RuntimeException e) {
        inbox.accept(new Message.LookFailed(key, fault("look at '" + key + "'", e)));
      }
    });
  }

  private static SourceException fault(String operation, RuntimeException cause) {
    return new SourceException(
        SourceException.Kind.FAILED,
        "could not " + operation + ", by a fault of Hydrant itself: " + cause,
        cause);
  }
}

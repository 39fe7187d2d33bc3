package io.hydrant.sync;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.Delivery;
import io.hydrant.event.EventQueue;
import io.hydrant.source.Fetched;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The way from one run of an agent to its bucket and queue: calls are throttled, and none arrives
/// any more once the run has died.
final class TroubledNode {
  /// What a history wants to know and do about calls.
  interface Observer {
    /// Whether this call is throttled.
    boolean throttles();

    /// Whether this call of the queue fails.
    boolean failsQueue();

    void looked(ObjectKey key, boolean found);

    /// More of an object has arrived; the world goes on meanwhile.
    void fetching();
  }

  private final Observer observer;
  private boolean dead;

  TroubledNode(Observer observer) {
    this.observer = observer;
  }

  void die() {
    dead = true;
  }

  private void meet(String call) throws SourceException {
    if (dead || observer.throttles()) {
      throw new SourceException(SourceException.Kind.THROTTLED, call + ": slow down", null);
    }
  }

  ModelSource source(ModelSource source) {
    return new ModelSource() {
      @Override
      public void list(Consumer<RemoteObject> each) throws SourceException {
        meet("LIST");
        source.list(each);
      }

      @Override
      public Optional<RemoteObject> head(ObjectKey key) throws SourceException {
        meet("HEAD " + key);
        Optional<RemoteObject> found = source.head(key);
        observer.looked(key, found.isPresent());
        return found;
      }

      @Override
      public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
          throws SourceException {
        meet("GET " + object.key());
        return source.fetch(object, target, worldGoesOn(progress));
      }

      @Override
      public Fetched resume(RemoteObject object, Path target, LongConsumer progress)
          throws SourceException {
        meet("GET " + object.key());
        return source.resume(object, target, worldGoesOn(progress));
      }

      @Override
      public boolean fillsInPlace() {
        return source.fillsInPlace();
      }
    };
  }

  private LongConsumer worldGoesOn(LongConsumer progress) {
    Thread own = Thread.currentThread();
    return bytes -> {
      progress.accept(bytes);
      // A native client tells from threads of its own, and a history has but one.
      if (Thread.currentThread() == own) {
        observer.fetching();
      }
    };
  }

  EventQueue queue(EventQueue queue) {
    return new EventQueue() {
      @Override
      public List<Delivery> receive(Duration wait) throws IOException {
        meetQueue();
        return queue.receive(wait);
      }

      @Override
      public void settle(Collection<Delivery> deliveries) throws IOException {
        meetQueue();
        queue.settle(deliveries);
      }

      @Override
      public void close() {
        queue.close();
      }
    };
  }

  private void meetQueue() throws IOException {
    if (dead || observer.failsQueue()) {
      throw new IOException("the queue does not answer");
    }
  }
}

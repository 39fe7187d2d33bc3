package io.hydrant.transfer;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A bucket in memory, and a listener and a sleeper that remember what they are told.
final class Fetches implements SyncListener, Sleeper {
  final InMemoryModelSource bucket = new InMemoryModelSource();
  final List<SyncEvent> events = new CopyOnWriteArrayList<>();
  final List<Duration> slept = new CopyOnWriteArrayList<>();
  private volatile @Nullable Class<? extends SyncEvent> failing;
  private volatile Runnable whileSleeping = () -> {};

  /// Uploads an object and tells it as a wanted model, as a listing would.
  ModelFile upload(String key, String content) {
    return upload(key, content, 0);
  }

  ModelFile upload(String key, String content, int priority) {
    bucket.put(key, content.getBytes(StandardCharsets.UTF_8));
    try {
      RemoteObject object = bucket.head(new ObjectKey(key)).orElseThrow();
      RemoteObject listed =
          RemoteObject.of(object.key(), object.size(), object.etag(), object.lastModified());
      return new ModelFile(new ModelPath(key), listed, priority);
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  /// Throws from now on when it is told such an event.
  void failOn(Class<? extends SyncEvent> type) {
    failing = type;
  }

  @Override
  public void on(SyncEvent event) {
    events.add(event);
    if (failing != null && failing.isInstance(event)) {
      throw new IllegalStateException("a bug of the listener");
    }
  }

  /// Does something from now on in every sleep.
  void whileSleeping(Runnable action) {
    whileSleeping = action;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    whileSleeping.run();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(time);
  }

  <T extends SyncEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The paths whose fetches began, in their order.
  List<String> started() {
    return events(SyncEvent.FetchStarted.class).stream()
        .map(started -> started.file().path().value())
        .toList();
  }
}

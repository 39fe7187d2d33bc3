package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.Fetched;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.status.StatusTracker;
import io.hydrant.testing.disk.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The main program of a process with a small heap that lists and plans for a large bucket, twice,
/// or meets a burst of events. It prints a line at the end of each.
final class LargeBucket {
  private LargeBucket() {}

  static void main(String[] arguments) throws IOException {
    int keys = Integer.parseInt(arguments[1]);
    VirtualTime time = new VirtualTime();
    Random random = new Random(1);
    StatusTracker status = new StatusTracker("test", SimulatedNode.BUCKET, time);
    SimulatedNode node =
        new SimulatedNode(
            new MemoryDisk(time).root().resolve("node"),
            new Bucket(arguments[0].equals("list") ? keys : 0),
            new DeleteGuard(1, 0),
            Duration.ofHours(1),
            Duration.ZERO,
            time,
            random,
            status);
    switch (arguments[0]) {
      case "list" -> {
        for (int i = 0; i < 2; i++) {
          node.requestResync();
          listAndPlan(node);
          System.out.println("planned " + status.status().wanted().files());
        }
      }
      case "burst" -> {
        listAndPlan(node);
        for (int first = 0; first < keys; first += 10) {
          node.deliver(message(first, time));
        }
        List<Delivery> settled = new ArrayList<>();
        node.settle(random, settled::addAll);
        System.out.println("settled " + settled.size());
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /// Nothing is fetched: what is asked for here is what it takes to know what to fetch.
  private static void listAndPlan(SimulatedNode node) {
    int before = node.events(SyncEvent.Planned.class).size();
    node.turn(_ -> {});
    node.runNewestTask();
    node.turn(_ -> {});
    if (node.events(SyncEvent.Planned.class).size() != before + 1) {
      throw new IllegalStateException("no plan was made");
    }
    node.forgetEvents();
  }

  private static Delivery message(int first, VirtualTime time) {
    List<BucketEvent> events = new ArrayList<>();
    for (int i = first; i < first + 10; i++) {
      events.add(
          new BucketEvent(
              SimulatedNode.BUCKET, key(i), BucketEvent.Kind.CREATED, time.instant(), null, null));
    }
    return new Delivery("message-" + first, events);
  }

  private static ObjectKey key(int number) {
    return new ObjectKey(
        "loras/library-%d/model-%07d.safetensors".formatted(number % 1000, number));
  }

  private static RemoteObject object(int number) {
    return RemoteObject.of(
        key(number),
        new ByteSize(100_000_000L + number),
        new ETag("%032x".formatted(number)),
        Instant.EPOCH.plusSeconds(number));
  }

  /// A bucket that makes up its objects when it is asked.
  private record Bucket(int keys) implements ModelSource {
    @Override
    public void list(Consumer<RemoteObject> each) {
      for (int i = 0; i < keys; i++) {
        each.accept(object(i));
      }
    }

    @Override
    public Optional<RemoteObject> head(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Fetched fetch(RemoteObject object, Path target, LongConsumer progress)
        throws SourceException {
      throw new SourceException(SourceException.Kind.FAILED, "nothing is fetched here", null);
    }
  }
}

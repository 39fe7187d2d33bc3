package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.source.Checksums;
import io.hydrant.source.InMemoryModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A node on a real directory, a bucket in memory, and the few words that tests of the loop are
/// written in.
abstract class MirrorFixture {
  static final Duration RESYNC = Duration.ofMinutes(10);
  static final byte[] ONE = {1};
  static final byte[] TWO = {2};

  @TempDir Path root;
  final VirtualTime time = new VirtualTime();
  final InMemoryModelSource bucket = new InMemoryModelSource(true, time);
  final Random random = new Random(1);
  final List<Delivery> settled = new ArrayList<>();
  SimulatedNode node;

  @BeforeEach
  void open() throws IOException {
    open(Duration.ZERO);
  }

  final void open(Duration deleteGrace) throws IOException {
    node =
        new SimulatedNode(
            root, bucket, new DeleteGuard(0.5, 1), RESYNC, deleteGrace, time, random, _ -> {});
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  final void forbidLooks() {
    bucket.interfere(
        new InMemoryModelSource.Interference() {
          @Override
          public void beforeHead(ObjectKey key) {
            throw new AssertionError("'" + key + "' was looked at");
          }
        });
  }

  final Delivery told(String key, byte[] content, @Nullable String sequencer) {
    ObjectKey objectKey = new ObjectKey(key);
    RemoteObject object =
        RemoteObject.of(
            objectKey,
            new ByteSize(content.length),
            new ETag(Checksums.md5Hex(content)),
            time.instant());
    return new Delivery(
        "handle-" + random.nextLong(),
        List.of(
            new BucketEvent(
                SimulatedNode.BUCKET,
                objectKey,
                BucketEvent.Kind.CREATED,
                time.instant(),
                sequencer,
                object)));
  }

  final void goOn() {
    node.settle(random, settled::addAll);
  }

  final Path file(String path) {
    return root.resolve("data").resolve(new ModelPath(path).value());
  }

  final Delivery created(String key) {
    return delivery(key, BucketEvent.Kind.CREATED);
  }

  final Delivery removed(String key) {
    return delivery(key, BucketEvent.Kind.REMOVED);
  }

  final Delivery delivery(String key, BucketEvent.Kind kind) {
    return new Delivery(
        "handle-" + random.nextLong(),
        List.of(new BucketEvent(SimulatedNode.BUCKET, new ObjectKey(key), kind, time.instant())));
  }
}

package io.hydrant.sync;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.EventQueue;
import io.hydrant.event.InMemoryEventQueue;
import io.hydrant.source.Checksums;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.ModelSource;
import io.hydrant.testing.disk.MemoryDisk;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A world in memory, or all of it but the disk.
final class MemoryWorld implements World {
  private static final int CHUNK_BYTES = 64;

  private final Nature nature;
  private final @Nullable MemoryDisk disk;
  private final Path root;

  /// Whether events say what was put, and in which order they belong.
  private final boolean tells;

  private final boolean numbers;
  private final InMemoryModelSource bucket;
  private final InMemoryEventQueue queue = new InMemoryEventQueue();
  private final Post<BucketEvent> post;
  private int lastSequencer;

  /// A world with a disk in memory.
  MemoryWorld(Nature nature) {
    this(nature, new MemoryDisk(nature.time()), null);
  }

  /// A world with a real directory.
  MemoryWorld(Nature nature, Path root) {
    this(nature, null, root);
  }

  private MemoryWorld(Nature nature, @Nullable MemoryDisk disk, @Nullable Path root) {
    this.nature = nature;
    this.disk = disk;
    this.root = disk == null ? Objects.requireNonNull(root) : disk.root().resolve("node");
    this.tells = nature.random().nextInt(4) > 0;
    this.numbers = nature.random().nextInt(4) > 0;
    this.bucket = new InMemoryModelSource(nature.random().nextBoolean(), nature.time());
    bucket.deliverIn(CHUNK_BYTES);
    this.post = new Post<>(nature.random(), nature.lossy(), queue::send);
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public @Nullable MemoryDisk disk() {
    return disk;
  }

  @Override
  public ModelSource source() {
    return bucket;
  }

  @Override
  public void put(String key, byte[] content) {
    bucket.put(key, content);
    send(key, BucketEvent.Kind.CREATED, tells ? described(new ObjectKey(key), content) : null);
  }

  @Override
  public void delete(String key) {
    bucket.delete(key);
    send(key, BucketEvent.Kind.REMOVED, null);
  }

  private void send(String key, BucketEvent.Kind kind, @Nullable RemoteObject object) {
    post.send(
        new BucketEvent(
            SimulatedNode.BUCKET,
            new ObjectKey(key),
            kind,
            nature.time().instant(),
            numbers ? "%04X".formatted(++lastSequencer) : null,
            object));
  }

  private RemoteObject described(ObjectKey key, byte[] content) {
    return RemoteObject.of(
        key,
        new ByteSize(content.length),
        new ETag(Checksums.md5Hex(content)),
        nature.time().instant());
  }

  @Override
  public EventQueue openQueue() {
    queue.redeliver();
    return new Unwaiting(queue, () -> {});
  }

  @Override
  public void deliver() {
    post.deliver();
  }

  @Override
  public void deliverAll() {
    post.deliverAll();
  }

  @Override
  public void redeliver() {
    queue.redeliver();
  }

  @Override
  public boolean isSettled() {
    return queue.waiting() == 0 && queue.unsettled() == 0;
  }

  @Override
  public void close() {}
}

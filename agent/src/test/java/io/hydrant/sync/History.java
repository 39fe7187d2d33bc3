package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.event.BucketEvent;
import io.hydrant.event.Delivery;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.progress.SyncEvent;
import io.hydrant.source.Checksums;
import io.hydrant.source.InMemoryModelSource;
import io.hydrant.source.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// One random life of a bucket, its queue and an agent, told by a seed: objects are put,
/// overwritten, renamed and deleted; messages are duplicated, delayed, reordered, received again
/// and, if the history is lossy, dropped; calls are throttled; the agent is killed and started
/// again. All of it in one thread and on virtual time.
final class History implements AutoCloseable {
  private static final List<String> KEYS =
      List.of(
          "loras/a.safetensors",
          "loras/b c+d%.safetensors",
          "vae/模型.safetensors",
          "diffusers/x/unet/m.safetensors",
          "diffusers/x/model_index.json",
          "checkpoints/deep/er/e.ckpt");
  private static final Duration RESYNC = Duration.ofMinutes(10);

  /// As good as never: what is not lost must arrive without a listing but the first.
  private static final Duration NO_RESYNC = Duration.ofDays(10_000);

  private static final int LARGEST = 150_000;

  private final Random random;
  private final boolean lossy;
  private final Duration resync;
  private final Duration grace;

  /// Whether events say what was put, and in which order they belong.
  private final boolean tells;

  private final boolean numbers;
  private final VirtualTime time = new VirtualTime();
  private final InMemoryModelSource bucket;
  private final List<Delivery> waiting = new ArrayList<>();
  private final List<Delivery> unsettled = new ArrayList<>();
  private final Path root;
  private final DiskWitness witness;
  private SimulatedNode node;
  private int nesting;
  private long lastMessage;
  private int lastSequencer;
  private boolean quiet;

  History(long seed, boolean lossy, Path root) throws IOException {
    this.random = new Random(seed);
    this.lossy = lossy;
    this.resync = lossy ? RESYNC : NO_RESYNC;
    this.grace = random.nextInt(4) == 0 ? Duration.ofSeconds(20) : Duration.ZERO;
    this.tells = random.nextInt(4) > 0;
    this.numbers = random.nextInt(4) > 0;
    this.root = root;
    this.bucket = new InMemoryModelSource(random.nextBoolean(), time);
    this.witness = new DiskWitness(root, bucket);
    bucket.interfere(new Trouble());
    this.node = start();
  }

  private SimulatedNode start() throws IOException {
    return new SimulatedNode(
        root, bucket, new DeleteGuard(1, 100), resync, grace, time, random, this::heard);
  }

  /// Lives for some steps, and checks the disk after each.
  void live(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step();
      witness.check();
    }
  }

  /// Lets trouble end, hands over what waits, and checks that disk and bucket agree: without a
  /// listing if nothing was lost, else after the next one.
  void agree() throws IOException {
    quiet = true;
    waiting.addAll(unsettled);
    unsettled.clear();
    while (!waiting.isEmpty()) {
      deliver();
    }
    // Longer than all that an agent in trouble may wait before it tries again.
    for (int i = 0; i < 8; i++) {
      goOn();
      time.pass(Duration.ofSeconds(70));
    }
    if (lossy) {
      time.pass(RESYNC.multipliedBy(2));
    }
    goOn();
    witness.check();
    witness.checkAgreement();
    assertThat(unsettled).as("messages that nobody settled").isEmpty();
  }

  private void goOn() {
    node.settle(random, this::settled);
  }

  private void step() throws IOException {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> changeBucket();
      case 3, 4, 5, 6 -> deliver();
      case 7 -> receiveAgain();
      case 8 -> time.pass(Duration.ofMillis(random.nextInt(20_000)));
      case 9 -> restartOrDrop();
      case 10, 11, 12, 13 -> node.turn(this::settled);
      default -> {
        if (!node.runTask(random)) {
          node.turn(this::settled);
        }
      }
    }
  }

  private void changeBucket() {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> put(key, bytes());
      case 3 -> {
        byte[] old = bucket.objects().get(new ObjectKey(key));
        if (old != null) {
          byte[] other = old.clone();
          other[random.nextInt(other.length)]++;
          put(key, other);
        }
      }
      case 4 -> delete(key);
      default -> {
        byte[] content = bucket.objects().get(new ObjectKey(key));
        if (content != null) {
          put(KEYS.get(random.nextInt(KEYS.size())), content);
          delete(key);
        }
      }
    }
  }

  private byte[] bytes() {
    byte[] content = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? LARGEST : 100)];
    random.nextBytes(content);
    return content;
  }

  private void put(String key, byte[] content) {
    bucket.put(key, content);
    witness.put(key, content);
    send(key, BucketEvent.Kind.CREATED);
  }

  private void delete(String key) {
    if (bucket.objects().containsKey(new ObjectKey(key))) {
      bucket.delete(key);
      send(key, BucketEvent.Kind.REMOVED);
    }
  }

  private void send(String key, BucketEvent.Kind kind) {
    BucketEvent event =
        new BucketEvent(
            SimulatedNode.BUCKET,
            new ObjectKey(key),
            kind,
            time.instant(),
            numbers ? "%04X".formatted(++lastSequencer) : null,
            tells && kind == BucketEvent.Kind.CREATED ? told(new ObjectKey(key)) : null);
    int copies = random.nextInt(5) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      waiting.add(new Delivery("m" + ++lastMessage, List.of(event)));
    }
  }

  private RemoteObject told(ObjectKey key) {
    byte[] content = Objects.requireNonNull(bucket.objects().get(key));
    return RemoteObject.of(
        key, new ByteSize(content.length), new ETag(Checksums.md5Hex(content)), time.instant());
  }

  private void deliver() {
    if (!waiting.isEmpty()) {
      Delivery delivery = waiting.remove(random.nextInt(waiting.size()));
      unsettled.add(delivery);
      node.deliver(delivery);
    }
  }

  /// The visibility of a message runs out: it comes once more while the first is being dealt with.
  private void receiveAgain() {
    if (!unsettled.isEmpty()) {
      node.deliver(unsettled.get(random.nextInt(unsettled.size())));
    }
  }

  private void restartOrDrop() throws IOException {
    if (random.nextInt(3) == 0) {
      node.close();
      node = start();
      waiting.addAll(unsettled);
      unsettled.clear();
    } else if (lossy && !waiting.isEmpty()) {
      waiting.remove(random.nextInt(waiting.size()));
    }
  }

  private void heard(SyncEvent event) {
    if (event instanceof SyncEvent.Removed removed) {
      witness.removed(new ObjectKey(removed.path().value()));
    }
  }

  private void settled(Collection<Delivery> deliveries) {
    unsettled.removeAll(deliveries);
  }

  @Override
  public void close() throws IOException {
    node.close();
  }

  /// What befalls the agent's calls: failures, and a world that goes on during a fetch.
  private final class Trouble implements InMemoryModelSource.Interference {
    @Override
    public void beforeList() throws SourceException {
      throttle();
    }

    @Override
    public void beforeHead(ObjectKey key) throws SourceException {
      throttle();
      witness.looked(key);
    }

    @Override
    public void beforeFetch(RemoteObject object) throws SourceException {
      throttle();
    }

    @Override
    public void duringFetch(RemoteObject object, long written) {
      if (quiet || nesting > 0) {
        return;
      }
      nesting++;
      for (int i = random.nextInt(4); i > 0; i--) {
        switch (random.nextInt(3)) {
          case 0 -> changeBucket();
          case 1 -> deliver();
          default -> node.turn(History.this::settled);
        }
      }
      nesting--;
    }

    private void throttle() throws SourceException {
      if (!quiet && random.nextInt(6) == 0) {
        throw new SourceException(SourceException.Kind.THROTTLED, "slow down", null);
      }
    }
  }
}

package io.hydrant.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.event.EventQueue;
import io.hydrant.plan.DeleteGuard;
import io.hydrant.progress.SyncEvent;
import io.hydrant.testing.disk.MemoryDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// One random life of a bucket, its queue and an agent, told by a seed: objects are put,
/// overwritten, renamed and deleted; messages are doubled, late, out of order, received again and,
/// if the history is lossy, lost; calls are throttled; operations of the disk fail; the agent is
/// killed and the machine loses power, at any operation of the disk. All of it in one thread and on
/// virtual time.
final class History implements AutoCloseable {
  private static final List<String> KEYS =
      List.of(
          "loras/a.safetensors",
          "loras/b c+d%.safetensors",
          "vae/模型.safetensors",
          "diffusers/x/unet/m.safetensors",
          "diffusers/x/model_index.json",
          "checkpoints/deep/er/e.ckpt");

  /// Never deleted: of a bucket without any object nothing is removed.
  private static final String STAYS = "checkpoints/stays.safetensors";

  private static final Duration RESYNC = Duration.ofMinutes(10);

  /// As good as never: what is not lost must arrive without a listing but the first.
  private static final Duration NO_RESYNC = Duration.ofDays(10_000);

  private static final int LARGEST = 300;

  /// Nothing keeps an agent from starting so often.
  private static final int MOST_STARTS = 200;

  private final Random random;
  private final boolean lossy;
  private final boolean diskFails;
  private final Duration grace;
  private final DeleteGuard guard;
  private final VirtualTime time = new VirtualTime();
  private final World world;
  private final DiskWitness witness;
  private final List<SyncEvent> events = new ArrayList<>();
  private Run run;
  private int nesting;
  private int operationsToCrash = -1;
  private boolean losesPower;
  private boolean quiet;

  /// One run of the agent, from its start to its death.
  private record Run(SimulatedNode node, TroubledNode way, EventQueue queue, EventPump pump) {}

  History(long seed, World.Maker maker) throws IOException {
    this.random = new Random(seed);
    // The first numbers of neighbouring seeds are much alike.
    random.nextInt();
    this.lossy = random.nextBoolean();
    this.grace = random.nextInt(4) == 0 ? Duration.ofSeconds(20) : Duration.ZERO;
    this.guard = random.nextInt(4) == 0 ? new DeleteGuard(0, 0) : new DeleteGuard(1, 100);
    this.diskFails = random.nextInt(3) == 0;
    this.world = maker.make(new World.Nature(random, lossy, time));
    this.witness = new DiskWitness(world.root());
    put(STAYS, new byte[] {1});
    MemoryDisk disk = world.disk();
    if (disk != null) {
      disk.trap((_, path) -> beforeChange(disk, path.toString()));
    }
    this.run = start();
  }

  /// Lives for some steps, and checks the disk after each.
  void live(int steps) throws IOException {
    for (int i = 0; i < steps; i++) {
      step();
      recover();
      witness.check();
    }
  }

  /// Lets trouble end and everything arrive, and checks that disk and bucket agree: without a
  /// listing if nothing was lost, else after the next one.
  void agree() throws IOException {
    quiet = true;
    operationsToCrash = -1;
    world.deliverAll();
    // Longer than all that an agent in trouble may wait before it tries again.
    for (int i = 0; i < 8; i++) {
      settle();
      time.pass(Duration.ofSeconds(70));
    }
    if (lossy) {
      time.pass(RESYNC.multipliedBy(2));
      settle();
    }
    // What the guard holds waits for a word, also when no message was lost: a run that ended after
    // it had settled the message of a removal that was put off.
    run.node().releaseRemovals();
    settle();
    time.pass(grace);
    settle();
    witness.check();
    witness.checkAgreement();
    assertThat(world.isSettled()).as("every message is settled").isTrue();
    assertThat(run.node().events(SyncEvent.InSync.class)).as("agreement is told").isNotEmpty();
  }

  /// All that the agent told, over all its runs.
  List<SyncEvent> events() {
    return Collections.unmodifiableList(events);
  }

  private void settle() throws IOException {
    do {
      receive();
      do {
        turn();
      } while (run.node().runTask(random) || run.node().hasMail());
    } while (!world.isSettled() && quiet && receives());
  }

  private boolean receives() {
    receive();
    return run.node().hasMail();
  }

  private void step() throws IOException {
    switch (random.nextInt(22)) {
      case 0, 1, 2 -> changeBucket();
      case 3, 4, 5 -> world.deliver();
      case 6, 7, 8 -> receive();
      case 9 -> world.redeliver();
      case 10 -> time.pass(Duration.ofMillis(random.nextInt(20_000)));
      case 11 -> crash();
      case 12, 13, 14, 15 -> turn();
      default -> {
        if (!run.node().runTask(random)) {
          turn();
        }
      }
    }
  }

  private void receive() {
    try {
      run.pump().receive();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a history between its tasks", e);
    }
  }

  private void turn() {
    EventPump pump = run.pump();
    run.node()
        .turn(deliveries -> {
          if (!deliveries.isEmpty()) {
            run.node().later(() -> pump.settle(deliveries));
          }
        });
  }

  private void changeBucket() {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    byte[] present = witness.objects().get(key);
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> put(key, bytes());
      case 3 -> {
        if (present != null) {
          byte[] other = present.clone();
          other[random.nextInt(other.length)]++;
          put(key, other);
        }
      }
      case 4 -> delete(key);
      default -> {
        if (present != null) {
          put(KEYS.get(random.nextInt(KEYS.size())), present);
          delete(key);
        }
      }
    }
  }

  private byte[] bytes() {
    byte[] content = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? LARGEST : 30)];
    random.nextBytes(content);
    return content;
  }

  private void put(String key, byte[] content) {
    witness.put(key, content);
    world.put(key, content);
  }

  private void delete(String key) {
    if (witness.objects().containsKey(key)) {
      witness.delete(key);
      world.delete(key);
    }
  }

  /// Ends the run now, or before one of the next operations of the disk.
  private void crash() throws IOException {
    if (random.nextInt(4) > 0) {
      return;
    }
    if (world.disk() == null) {
      end();
      run = start();
    } else {
      operationsToCrash = random.nextInt(25);
      losesPower = random.nextBoolean();
    }
  }

  private void beforeChange(MemoryDisk disk, String path) throws IOException {
    if (path.startsWith(world.root().resolve("data").toString())) {
      // A reader can look at any time.
      witness.check();
    }
    if (operationsToCrash >= 0 && operationsToCrash-- == 0) {
      disk.goDown();
      run.way().die();
    } else if (diskFails && !quiet && random.nextInt(40) == 0) {
      throw new IOException("Input/output error");
    }
  }

  /// Starts the next run if the disk has gone down.
  private void recover() throws IOException {
    MemoryDisk disk = world.disk();
    if (disk == null || !disk.isDown()) {
      return;
    }
    comeUp(disk);
    end();
    run = start();
  }

  private void comeUp(MemoryDisk disk) throws IOException {
    if (losesPower) {
      disk.comeUpWithoutWhatWasNotSynced(random);
      witness.checkWhatAPowerLossSpares();
    } else {
      disk.comeUp();
    }
    operationsToCrash = -1;
  }

  private void end() throws IOException {
    run.way().die();
    run.node().close();
    run.queue().close();
  }

  private Run start() throws IOException {
    assertThat(Thread.currentThread().isInterrupted())
        .as("an interrupt that nobody took")
        .isFalse();
    for (int attempts = 1; ; attempts++) {
      TroubledNode way = new TroubledNode(new Trouble());
      try {
        SimulatedNode node =
            new SimulatedNode(
                world.bucket(),
                world.root(),
                way.source(world.source()),
                guard,
                lossy ? RESYNC : NO_RESYNC,
                grace,
                time,
                random,
                this::heard);
        EventQueue queue = way.queue(world.openQueue());
        return new Run(node, way, queue, node.connect(queue));
      } catch (IOException e) {
        MemoryDisk disk = world.disk();
        if (attempts == MOST_STARTS) {
          throw e;
        }
        if (disk != null && disk.isDown()) {
          comeUp(disk);
        } else if (!diskFails || quiet) {
          throw e;
        }
      }
    }
  }

  private void heard(SyncEvent event) {
    events.add(event);
    if (event instanceof SyncEvent.Published published) {
      witness.published(published.file().path().value());
    }
  }

  @Override
  public void close() throws IOException {
    end();
    world.close();
  }

  /// What befalls the agent's calls: failures, and a world that goes on during a fetch.
  private final class Trouble implements TroubledNode.Observer {
    @Override
    public boolean throttles() {
      return !quiet && random.nextInt(6) == 0;
    }

    @Override
    public boolean failsQueue() {
      // After a failure the bucket is listed, which would make up for what must not be lost.
      return lossy && !quiet && random.nextInt(30) == 0;
    }

    @Override
    public void looked(ObjectKey key, boolean found) {
      witness.looked(key, found);
    }

    @Override
    public void fetching() {
      if (quiet || nesting > 0) {
        return;
      }
      nesting++;
      boolean interrupted = false;
      for (int i = random.nextInt(4); i > 0; i--) {
        switch (random.nextInt(3)) {
          case 0 -> changeBucket();
          case 1 -> {
            world.deliver();
            receive();
          }
          default -> turn();
        }
        // An interrupt is meant for the fetch, not for what goes on beside it.
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      nesting--;
    }
  }
}

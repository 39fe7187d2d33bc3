package io.hydrant.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.hydrant.catalog.ModelFile;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.progress.SyncEvent;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.ModelSource;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3ModelSource;
import io.hydrant.source.s3.S3Settings;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Whatever the network does in the middle of a model, and wherever: the model gets onto the disk
/// as it is once the network works again, or the failure is told in time; nothing hangs, and no
/// part of a model is ever visible.
@Timeout(120)
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class NetworkFaultsIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ModelPath PATH = new ModelPath("checkpoints/model.safetensors");
  private static final int SIZE = (40 << 20) + 12345;

  private final S3Settings.Engine engine;
  private final String bucket = "faults-" + UUID.randomUUID();
  private final byte[] content = new byte[SIZE];

  @TempDir private Path root;

  NetworkFaultsIT(S3Settings.Engine engine) {
    this.engine = engine;
    new Random(7).nextBytes(content);
  }

  @BeforeEach
  void upload() {
    try (S3Client s3 = CLOUD.cloud().newS3Client()) {
      s3.createBucket(create -> create.bucket(bucket));
      s3.putObject(put -> put.bucket(bucket).key(PATH.value()), RequestBody.fromBytes(content));
    }
  }

  @AfterEach
  void remove() {
    try (S3Client s3 = CLOUD.cloud().newS3Client()) {
      s3.deleteObject(delete -> delete.bucket(bucket).key(PATH.value()));
      s3.deleteBucket(delete -> delete.bucket(bucket));
    }
  }

  @Execution(CONCURRENT)
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({
    "RESET, 1",
    "RESET, 2",
    "END, 3",
    "END, 4",
    "REFUSE, 5",
    "REFUSE, 6",
    "THROTTLE, 7",
    "THROTTLE, 8",
    "STALL, 9",
    "TRICKLE, 10",
  })
  void aModelArrivesAsItIsOnceTheNetworkWorksAgain(Fault fault, long seed) throws Exception {
    try (FaultyProxy proxy = proxy(fault, seed)) {
      Outcome outcome = fetch(proxy, 10, () -> heal(proxy));

      assertThat(proxy.hasHappened()).isTrue();
      assertThat(outcome).isInstanceOf(Outcome.Done.class);
      assertThat(Files.readAllBytes(root.resolve("data").resolve(PATH.value()))).isEqualTo(content);
    }
  }

  @Execution(CONCURRENT)
  @ParameterizedTest(name = "{0}, seed {1}")
  @CsvSource({"RESET, 21", "END, 22", "REFUSE, 23", "THROTTLE, 24", "STALL, 25", "TRICKLE, 26"})
  void aNetworkThatStaysBadIsToldAndNothingIsVisible(Fault fault, long seed) throws Exception {
    try (FaultyProxy proxy = proxy(fault, seed)) {
      Outcome outcome = fetch(proxy, 1, () -> {});

      assertThat(proxy.hasHappened()).isTrue();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.error()).startsWith("GET s3://" + bucket + "/" + PATH + ": "));
      assertThat(root.resolve("data").resolve(PATH.value())).doesNotExist();
    }
  }

  /// Where the fault comes follows from the seed.
  private static FaultyProxy proxy(Fault fault, long seed) throws IOException {
    return new FaultyProxy(
        CLOUD.cloud().s3Endpoint(), fault, new Random(seed).nextLong(1000, SIZE - 1000));
  }

  private static void heal(FaultyProxy proxy) {
    try {
      proxy.heal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param onRetry is called when an attempt has failed and another one will be made
  private Outcome fetch(FaultyProxy proxy, int attempts, Runnable onRetry) throws Exception {
    Cloud cloud = CLOUD.cloud();
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    SyncListener listener =
        event -> {
          if (event instanceof SyncEvent.FetchRetried) {
            onRetry.run();
          }
        };
    try (S3Clients direct = S3Clients.open(cloud.s3Settings(engine), cloud.credentials());
        S3Clients faulty =
            S3Clients.open(cloud.s3Settings(engine, proxy.endpoint()), cloud.credentials());
        ModelStore store = ModelStore.open(new StorePaths(root), List.of(), false, "a test");
        ExecutorService workers = Executors.newCachedThreadPool();
        VisibleFiles visible = VisibleFiles.watch(root.resolve("data"));
        Transfers transfers =
            transfers(
                new S3ModelSource(faulty, bucket, ""),
                store,
                workers,
                attempts,
                listener,
                outcomes)) {
      RemoteObject object =
          new S3ModelSource(direct, bucket, "").head(new ObjectKey(PATH.value())).orElseThrow();
      transfers.submit(List.of(new Transfers.Request(new ModelFile(PATH, object, 0), null)), false);
      Outcome outcome = outcomes.poll(100, TimeUnit.SECONDS);
      assertThat(visible.sizes()).isSubsetOf((long) SIZE);
      return Objects.requireNonNull(outcome, "it hangs");
    }
  }

  private static Transfers transfers(
      ModelSource source,
      ModelStore store,
      ExecutorService workers,
      int attempts,
      SyncListener listener,
      BlockingQueue<Outcome> outcomes) {
    return new Transfers(
        source,
        store,
        workers,
        Bounds.ofModels(2),
        new RetryPolicy(attempts, Duration.ofMillis(50), Duration.ofSeconds(1)),
        listener,
        InstantSource.system(),
        System::nanoTime,
        Thread::sleep,
        new Random(1),
        outcomes::add);
  }
}

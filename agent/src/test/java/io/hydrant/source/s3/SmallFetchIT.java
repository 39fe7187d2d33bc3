package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects that one plain request fetches: what goes wrong on their way is told in time, and what
/// comes after it is right.
@Timeout(90)
class SmallFetchIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("embeddings/with space & ü.safetensors");
  private static final Duration BOUND = Duration.ofSeconds(30);

  @AutoClose
  private final S3Fixture s3 = new S3Fixture(CLOUD.cloud(), S3Settings.Engine.CRT, false);

  private final byte[] content = new byte[300_000];
  private final RemoteObject object;

  @TempDir private Path dir;

  SmallFetchIT() throws IOException {
    new Random(1).nextBytes(content);
    s3.bucket().put(KEY.value(), content);
    object = s3.source("").head(KEY).orElseThrow();
  }

  @Execution(CONCURRENT)
  @ParameterizedTest
  @CsvSource({
    "STALL, 0, UNREACHABLE",
    "STALL, 200000, UNREACHABLE",
    "TRICKLE, 200000, UNREACHABLE",
    "RESET, 0, UNREACHABLE",
    "RESET, 200000, UNREACHABLE",
    "END, 200000, UNREACHABLE",
    "REFUSE, 0, UNREACHABLE",
    "THROTTLE, 0, THROTTLED"
  })
  void aFaultIsToldInTimeAndTheNextFetchIsRight(Fault fault, long faithfulBytes, Kind kind)
      throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(CLOUD.cloud().s3Endpoint(), fault, faithfulBytes);
        S3Clients clients = clients(proxy.endpoint())) {
      long start = System.nanoTime();
      SourceException failure =
          catchThrowableOfType(SourceException.class, () -> fetch(clients, "target"));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(proxy.hasHappened()).isTrue();
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(took).isLessThan(BOUND);

      proxy.heal();
      fetch(clients, "target");
      assertThat(dir.resolve("target")).hasBinaryContent(content);
    }
  }

  @Execution(CONCURRENT)
  @Test
  void aConnectionThatEndedBeforeItsAnswerCostsNoFailure() throws Exception {
    try (OneAnswerProxy proxy = new OneAnswerProxy(CLOUD.cloud().s3Endpoint());
        S3Clients clients = clients(proxy.endpoint())) {
      for (int i = 0; i < 3; i++) {
        fetch(clients, "target-" + i);
        assertThat(dir.resolve("target-" + i)).hasBinaryContent(content);
      }
      assertThat(proxy.unanswered()).isPositive();
    }
  }

  @Execution(CONCURRENT)
  @Test
  void anInterruptEndsAFetchThatStalls() throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(CLOUD.cloud().s3Endpoint(), Fault.STALL, 200_000);
        S3Clients clients = clients(proxy.endpoint());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SourceException> ended =
          threads.submit(
              () -> catchThrowableOfType(SourceException.class, () -> fetch(clients, "target")));
      while (!proxy.hasHappened()) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      threads.shutdownNow();
      assertThat(ended.get().kind()).isEqualTo(Kind.CANCELLED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));

      proxy.heal();
      fetch(clients, "target");
      assertThat(dir.resolve("target")).hasBinaryContent(content);
    }
  }

  @Execution(CONCURRENT)
  @Test
  void moreThanGoAtTheSameTimeAreRight() throws Exception {
    try (S3Clients clients = clients(CLOUD.cloud().s3Endpoint());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Fetched>> all = new ArrayList<>();
      for (int i = 0; i < 3 * SmallFetch.WIDTH; i++) {
        String name = "target-" + i;
        all.add(threads.submit(() -> fetch(clients, name)));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get().object()).isEqualTo(object);
        assertThat(dir.resolve("target-" + i)).hasBinaryContent(content);
      }
    }
  }

  private static S3Clients clients(URI endpoint) throws IOException {
    Cloud cloud = CLOUD.cloud();
    return S3Clients.open(cloud.s3Settings(S3Settings.Engine.CRT, endpoint), cloud.credentials());
  }

  private Fetched fetch(S3Clients clients, String name) throws SourceException {
    return new S3ModelSource(clients, s3.bucket().name(), "")
        .fetch(object, dir.resolve(name), _ -> {});
  }
}

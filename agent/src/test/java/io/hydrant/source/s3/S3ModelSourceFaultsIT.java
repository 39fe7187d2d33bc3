package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.ModelSource;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/// What is wrong between the agent and S3 is told as what it is, in time, and with the next step.
@Timeout(90)
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class S3ModelSourceFaultsIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;

  @TempDir private Path dir;

  private final RemoteObject object;

  S3ModelSourceFaultsIT(S3Settings.Engine engine) throws IOException {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    byte[] content = new byte[48 << 20];
    new Random(1).nextBytes(content);
    s3.bucket().put(KEY.value(), content);
    object = s3.source("").head(KEY).orElseThrow();
  }

  @Execution(CONCURRENT)
  @Test
  void aWrongSecretIsAMatterOfCredentials() throws Exception {
    expectCredentialsFailure(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(
                CLOUD.cloud().credentials().resolveCredentials().accessKeyId(), "wrong-secret")));
  }

  @Execution(CONCURRENT)
  @Test
  void anUnknownAccessKeyIsAMatterOfCredentials() throws Exception {
    expectCredentialsFailure(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAUNKNOWN", "secret")));
  }

  @Execution(CONCURRENT)
  @Test
  void noCredentialsAtAllIsAMatterOfCredentials() throws Exception {
    expectCredentialsFailure(() -> {
      throw SdkClientException.create("Unable to load credentials from any provider");
    });
  }

  private void expectCredentialsFailure(AwsCredentialsProvider credentials) throws IOException {
    Cloud cloud = CLOUD.cloud();
    try (S3Clients clients = S3Clients.open(cloud.s3Settings(engine), credentials)) {
      for (SourceException failure : failuresOfEveryCall(source(clients))) {
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
        assertThat(failure)
            .hasMessageContaining("s3://" + s3.bucket().name() + "/")
            .hasMessageContaining("give the agent valid AWS credentials");
      }
    }
  }

  @Execution(CONCURRENT)
  @Test
  void anEndpointThatDoesNotAnswerIsUnreachable() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    expectUnreachable(URI.create("http://127.0.0.1:" + port));
  }

  @Execution(CONCURRENT)
  @Test
  void anEndpointWhoseNameIsUnknownIsUnreachable() throws Exception {
    expectUnreachable(URI.create("http://s3.invalid"));
  }

  private void expectUnreachable(URI endpoint) throws IOException {
    try (S3Clients clients = clientsOf(endpoint)) {
      for (SourceException failure : failuresOfEveryCall(source(clients))) {
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("check 's3-endpoint-url'");
      }
    }
  }

  @Execution(CONCURRENT)
  @ParameterizedTest
  @CsvSource({"END, 100", "END, 500", "RESET, 100", "RESET, 500"})
  void aListingThatBreaksOffIsNone(Fault fault, int faithfulBytes) throws Exception {
    try (FaultyProxy proxy = proxy(fault, faithfulBytes);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      List<RemoteObject> listed = new ArrayList<>();

      SourceException failure = failureOf(() -> source(clients).list(listed::add));

      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(listed).isEmpty();
      assertThat(proxy.hasHappened()).isTrue();

      proxy.heal();
      source(clients).list(listed::add);
      assertThat(listed).extracting(RemoteObject::key).containsExactly(KEY);
    }
  }

  @Execution(CONCURRENT)
  @Test
  void aStalledConnectionFailsWithinHalfAMinute() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.STALL, 20 << 20);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      long start = System.nanoTime();
      SourceException failure = failureOf(() -> fetch(source(clients)));

      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Execution(CONCURRENT)
  @Test
  void aTransferWithoutProgressIsGivenUp() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.STALL, 20 << 20);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      ModelSource impatient =
          new S3ModelSource(clients, s3.bucket().name(), "", Duration.ofSeconds(1));

      SourceException failure = failureOf(() -> fetch(impatient));

      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("nothing has arrived for PT1S");
      assertNothingBesideTheTarget();
    }
  }

  @Execution(CONCURRENT)
  @Test
  void aConnectionThatIsAlwaysResetIsUnreachable() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.RESET, 20 << 20);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      assertThat(failureOf(() -> fetch(source(clients))).kind()).isEqualTo(Kind.UNREACHABLE);
      assertNothingBesideTheTarget();
    }
  }

  @Execution(CONCURRENT)
  @Test
  void anAnswerThatAlwaysEndsEarlyIsNoObject() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.END, 20 << 20);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      assertThat(failureOf(() -> fetch(source(clients))).kind().isTransient()).isTrue();
      assertNothingBesideTheTarget();
    }
  }

  @Execution(CONCURRENT)
  @Test
  void theSameClientsWorkAgainWhenTheNetworkDoes() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.RESET, 20 << 20);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      assertThat(failureOf(() -> fetch(source(clients))).kind()).isEqualTo(Kind.UNREACHABLE);
      proxy.heal();

      fetch(source(clients));

      assertThat(dir.resolve("target")).hasSize(object.size().bytes());
    }
  }

  @Execution(CONCURRENT)
  @Test
  void anInterruptEndsTheWaitForAStalledAnswer() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.STALL, 0);
        S3Clients clients = clientsOf(proxy.endpoint())) {
      for (ThrowingCallable call : callsOf(source(clients))) {
        interruptOnceItWaits(Thread.currentThread());
        SourceException failure = failureOf(call);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
      }
    }
  }

  private void assertNothingBesideTheTarget() {
    assertThat(dir).isDirectoryNotContaining(file -> !file.endsWith("target"));
  }

  @Execution(CONCURRENT)
  @Test
  void aFullDiskIsToldAsSuch() throws Exception {
    assumeTrue(
        engine == S3Settings.Engine.CRT,
        "the transfer manager writes to a file of its own, which cannot be /dev/full");
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Path target = Files.createSymbolicLink(dir.resolve("target"), full);
    Cloud cloud = CLOUD.cloud();
    try (S3Clients clients = S3Clients.open(cloud.s3Settings(engine), cloud.credentials())) {
      assertThat(failureOf(() -> fetch(source(clients))).kind()).isEqualTo(Kind.DISK);
    } finally {
      Files.delete(target);
    }
  }

  private static void interruptOnceItWaits(Thread thread) {
    Thread.ofPlatform()
        .start(() -> {
          while (thread.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          thread.interrupt();
        });
  }

  private FaultyProxy proxy(Fault fault, long faithfulBytes) throws IOException {
    return new FaultyProxy(CLOUD.cloud().s3Endpoint(), fault, faithfulBytes);
  }

  private S3Clients clientsOf(URI endpoint) throws IOException {
    Cloud cloud = CLOUD.cloud();
    return S3Clients.open(cloud.s3Settings(engine, endpoint), cloud.credentials());
  }

  private ModelSource source(S3Clients clients) {
    return new S3ModelSource(clients, s3.bucket().name(), "");
  }

  private RemoteObject fetch(ModelSource source) throws SourceException {
    return source.fetch(object, dir.resolve("target"), _ -> {}).object();
  }

  private List<ThrowingCallable> callsOf(ModelSource source) {
    return List.of(() -> source.list(_ -> {}), () -> source.head(KEY), () -> fetch(source));
  }

  private List<SourceException> failuresOfEveryCall(ModelSource source) {
    return callsOf(source).stream().map(S3ModelSourceFaultsIT::failureOf).toList();
  }

  private static SourceException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(SourceException.class, call);
  }
}

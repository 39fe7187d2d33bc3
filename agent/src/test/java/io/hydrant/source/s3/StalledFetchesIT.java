package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
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

/// A connection that stalls, in whatever phase, holds a file up for less than half a minute.
@Timeout(90)
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class StalledFetchesIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;
  private final byte[] content = new byte[48 << 20];

  @TempDir private Path dir;

  StalledFetchesIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    new Random(1).nextBytes(content);
    s3.bucket().put(KEY.value(), content);
  }

  /// From the first byte on no head of an answer arrives whole; from the 20th mebibyte on no body.
  @Execution(CONCURRENT)
  @ParameterizedTest
  @CsvSource({"STALL, 0", "TRICKLE, 20971520"})
  void aFileOfWhichNothingComesAnyMoreFails(Fault fault, long faithfulBytes) throws Exception {
    try (FaultyProxy proxy = proxy(fault, faithfulBytes)) {
      SourceException failure =
          catchThrowableOfType(SourceException.class, () -> fetchInTime(proxy));

      assertThat(proxy.hasHappened()).isTrue();
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Execution(CONCURRENT)
  @Test
  void aFileOfWhichOneConnectionStallsIsRight() throws Exception {
    try (FaultyProxy proxy = proxy(Fault.STALL_ONE, 20 << 20)) {
      fetchInTime(proxy);

      assertThat(proxy.hasHappened()).isTrue();
      assertThat(dir.resolve("target")).hasBinaryContent(content);
    }
  }

  private static FaultyProxy proxy(Fault fault, long faithfulBytes) throws Exception {
    return new FaultyProxy(CLOUD.cloud().s3Endpoint(), fault, faithfulBytes);
  }

  private void fetchInTime(FaultyProxy proxy) throws Exception {
    RemoteObject object = s3.source("").head(KEY).orElseThrow();
    Cloud cloud = CLOUD.cloud();
    try (S3Clients clients =
        S3Clients.open(cloud.s3Settings(engine, proxy.endpoint()), cloud.credentials())) {
      long start = System.nanoTime();
      try {
        new S3ModelSource(clients, s3.bucket().name(), "")
            .fetch(object, dir.resolve("target"), _ -> {});
      } finally {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
      }
    }
  }
}

package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.source.SourceException;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalcloudProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Several segments fill one file at the same time.
@Timeout(90)
class SegmentedFetchIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalcloudProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final Segments SEGMENTS = new Segments(ByteSize.ofMebibytes(16));

  @AutoClose
  private final S3Fixture s3 = new S3Fixture(CLOUD.cloud(), S3Settings.Engine.CRT, false);

  @TempDir private Path dir;

  private final byte[] content = new byte[(50 << 20) + 1];
  private final RemoteObject object;

  SegmentedFetchIT() throws IOException {
    new Random(1).nextBytes(content);
    s3.bucket().put(KEY.value(), content);
    object = s3.source("").head(KEY).orElseThrow();
  }

  @Test
  void theFileIsTheObjectAndMustBeReadAgain() throws Exception {
    AtomicLong progress = new AtomicLong();
    try (S3Clients clients = clients(CLOUD.cloud().s3Endpoint())) {
      Fetched fetched = source(clients).fetch(object, target(), progress::addAndGet);

      assertThat(fetched.object()).isEqualTo(object);
      assertThat(fetched.evidence()).isNotInstanceOf(Evidence.Validated.class);
    }
    assertThat(Files.readAllBytes(target())).isEqualTo(content);
    assertThat(progress).hasValue(content.length);
    assertThat(dir).isDirectoryNotContaining(file -> !file.endsWith("target"));
  }

  @Test
  void nothingIsLeftOfAFetchThatFails() throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(CLOUD.cloud().s3Endpoint(), Fault.RESET, 20 << 20);
        S3Clients clients = clients(proxy.endpoint())) {
      SourceException failure =
          catchThrowableOfType(
              SourceException.class, () -> source(clients).fetch(object, target(), _ -> {}));

      assertThat(failure.kind()).isEqualTo(SourceException.Kind.UNREACHABLE);
    }
    assertThat(dir).isEmptyDirectory();
  }

  private S3Clients clients(URI endpoint) throws IOException {
    Cloud cloud = CLOUD.cloud();
    return S3Clients.open(
        cloud.s3Settings(S3Settings.Engine.CRT, endpoint), cloud.credentials(), SEGMENTS);
  }

  private S3ModelSource source(S3Clients clients) {
    return new S3ModelSource(clients, s3.bucket().name(), "");
  }

  private Path target() {
    return dir.resolve("target");
  }
}

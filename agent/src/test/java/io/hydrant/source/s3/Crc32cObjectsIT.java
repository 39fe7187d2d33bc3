package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.source.SourceException;
import io.hydrant.store.ModelStore;
import io.hydrant.store.Publishing;
import io.hydrant.store.StagedFile;
import io.hydrant.store.StoreException;
import io.hydrant.store.StorePaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Objects of which S3 keeps the CRC32C. LocalStack and localcloud take no such uploads, so a
/// server of the test's own has the object; [DamagedObjectsIT] covers the other checksums.
@Timeout(60)
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class Crc32cObjectsIT {
  private static final ModelPath PATH = new ModelPath(OneObjectServer.KEY.value());

  private final S3Settings.Engine engine;
  private final Random random = new Random();

  @TempDir private Path dir;

  Crc32cObjectsIT(S3Settings.Engine engine) {
    this.engine = engine;
  }

  /// How the object was uploaded.
  enum Upload {
    ONE_REQUEST(100_001, 0),
    ONE_PART((1 << 20) + 1, 0),
    WHOLE((24 << 20) + 1, 0),
    PARTS((24 << 20) + 1, 12 << 20);

    private final int size;
    private final int partBytes;

    Upload(int size, int partBytes) {
      this.size = size;
      this.partBytes = partBytes;
    }

    OneObjectServer server(byte[] content) throws IOException {
      return OneObjectServer.overHttp(content, partBytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBytesThatTheChecksumIsOfArePublished(Upload upload) throws Exception {
    byte[] content = content(upload);
    try (OneObjectServer server = upload.server(content)) {
      Evidence evidence = publish(server);

      List<Checksum> compared =
          switch (evidence) {
            case Evidence.Validated(Checksum checksum) -> List.of(checksum);
            case Evidence.Whole(Checksum checksum) -> List.of(checksum);
            case Evidence.Parts(List<Evidence.Part> parts) ->
                parts.stream().map(Evidence.Part::checksum).toList();
            case Evidence.SizeOnly() -> List.of();
          };
      assertThat(compared)
          .hasSize(upload == Upload.PARTS ? 3 : 1)
          .allMatch(checksum -> checksum.algorithm() == Checksum.Algorithm.CRC32C);
    }
    assertThat(new StorePaths(dir).of(PATH)).hasBinaryContent(content);
  }

  @ParameterizedTest
  @EnumSource
  void aByteThatIsChangedInTheServerIsNeverPublished(Upload upload) throws Exception {
    byte[] content = content(upload);
    try (OneObjectServer server = upload.server(content)) {
      server.flip(random.nextInt(content.length));

      assertThat(catchThrowable(() -> publish(server)))
          .isInstanceOfAny(SourceException.class, StoreException.class)
          .hasMessageContaining("checksum");
    }
    assertThat(new StorePaths(dir).of(PATH)).doesNotExist();
  }

  private byte[] content(Upload upload) {
    byte[] content = new byte[upload.size];
    random.nextBytes(content);
    return content;
  }

  /// @return what the bytes were judged by
  private Evidence publish(OneObjectServer server) throws Exception {
    S3Settings settings =
        new S3Settings(
            "us-east-1", server.endpoint(), null, true, engine, 10, ByteSize.ofMebibytes(256));
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    try (S3Clients clients = S3Clients.open(settings, credentials);
        ModelStore store = ModelStore.open(new StorePaths(dir), List.of(), false, "a test")) {
      S3ModelSource source = new S3ModelSource(clients, "models", "");
      RemoteObject object = source.head(OneObjectServer.KEY).orElseThrow();
      try (StagedFile staged = store.stage(PATH, object)) {
        Fetched fetched = source.fetch(object, staged.file(), _ -> {});
        Publishing.publish(staged, staged.verify(fetched.object(), fetched.evidence()));
        return fetched.evidence();
      }
    }
  }
}

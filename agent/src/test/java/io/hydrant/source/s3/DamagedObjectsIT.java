package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Fetched;
import io.hydrant.source.SourceException;
import io.hydrant.store.ModelStore;
import io.hydrant.store.Publishing;
import io.hydrant.store.StagedFile;
import io.hydrant.store.StoreException;
import io.hydrant.store.StorePaths;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalStackFiles;
import io.hydrant.testcloud.LocalStackProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/// A byte that is not the object's is never published, whatever checksum S3 has of the object:
/// changed on the wire, or where the server keeps it. LocalStack's answers to ranged requests carry
/// no checksums, as those of S3, so the CRT takes every byte of a large object.
@Timeout(120)
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class DamagedObjectsIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final ModelPath PATH = new ModelPath("checkpoints/model.safetensors");
  private static final int PART_BYTES = 12 << 20;
  private static final int SIZE = 2 * PART_BYTES + 1;

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;
  private final ObjectUploads uploads;
  private final Random random;
  private final byte[] content;

  @TempDir private Path dir;

  DamagedObjectsIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    this.uploads = new ObjectUploads(s3.bucket(), KEY);
    this.random = new Random();
    // A size of its own, by which its file is found in the server.
    this.content = new byte[SIZE + random.nextInt(1 << 20)];
    random.nextBytes(content);
  }

  /// The kinds of uploads that S3 keeps a checksum of.
  enum Upload {
    WHOLE_CRC32(ChecksumAlgorithm.CRC32, null),
    WHOLE_SHA1(ChecksumAlgorithm.SHA1, null),
    WHOLE_SHA256(ChecksumAlgorithm.SHA256, null),
    WHOLE_CRC64NVME(ChecksumAlgorithm.CRC64_NVME, null),
    PARTS_CRC32(ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE),
    PARTS_SHA256(ChecksumAlgorithm.SHA256, ChecksumType.COMPOSITE),
    PARTS_OF_ONE_CRC64NVME(ChecksumAlgorithm.CRC64_NVME, ChecksumType.FULL_OBJECT);

    private final ChecksumAlgorithm algorithm;
    private final @Nullable ChecksumType ofParts;

    Upload(ChecksumAlgorithm algorithm, @Nullable ChecksumType ofParts) {
      this.algorithm = algorithm;
      this.ofParts = ofParts;
    }

    void of(ObjectUploads uploads, byte[] content) {
      if (ofParts == null) {
        uploads.whole(content, algorithm);
      } else {
        uploads.inParts(content, PART_BYTES, algorithm, ofParts);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aByteThatIsChangedOnTheWireIsNeverPublished(Upload upload) throws Exception {
    upload.of(uploads, content);
    try (FaultyProxy proxy = new FaultyProxy(endpoint(), Fault.FLIP, 10 << 20)) {
      expectNothingIsPublished(proxy.endpoint(), head());
      assertThat(proxy.hasHappened()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aByteThatIsChangedInTheServerIsNeverPublished(Upload upload) throws Exception {
    upload.of(uploads, content);
    RemoteObject object = head();
    files().flip(content.length, random.nextInt(content.length));

    expectNothingIsPublished(endpoint(), object);
  }

  @ParameterizedTest
  @CsvSource({
    "CRC32, 600000",
    "SHA1, 600000",
    "SHA256, 600000",
    "CRC64_NVME, 600000",
    "CRC32, 1048576",
    "SHA256, 1048576",
    "CRC64_NVME, 1048576"
  })
  void aByteOfASmallObjectThatIsChangedInTheServerIsNeverPublished(
      ChecksumAlgorithm algorithm, int least) throws Exception {
    // LocalStack keeps what is smaller in memory.
    int size = least + 1 + random.nextInt(400_000);
    uploads.whole(Arrays.copyOf(content, size), algorithm);
    RemoteObject object = head();
    files().flip(size, random.nextInt(size));

    expectNothingIsPublished(endpoint(), object);
  }

  @Test
  void anObjectThatLostItsEndInTheServerIsNeverPublished() throws Exception {
    uploads.whole(content, ChecksumAlgorithm.CRC64_NVME);
    RemoteObject object = head();
    files().truncate(content.length, content.length - 1);

    expectNothingIsPublished(endpoint(), object);
  }

  @ParameterizedTest
  @CsvSource({"1000", "25000000"})
  void bytesThatAreNotThoseOfTheToldChecksumAreNeverPublished(int size) throws Exception {
    uploads.whole(Arrays.copyOf(content, size), ChecksumAlgorithm.CRC64_NVME);
    RemoteObject object = head();
    try (FaultyProxy proxy = new FaultyProxy(endpoint(), Fault.WRONG_CHECKSUM, 0)) {
      expectNothingIsPublished(proxy.endpoint(), object);
      assertThat(proxy.hasHappened()).isTrue();
    }
  }

  @Test
  void anObjectThatIsReplacedHalfWayIsNeverPublishedInEitherState() throws Exception {
    uploads.whole(content, ChecksumAlgorithm.CRC64_NVME);
    RemoteObject object = head();
    byte[] other = content.clone();
    other[0] ^= 1;
    try (FaultyProxy proxy = new FaultyProxy(endpoint(), Fault.STALL, 9 << 20)) {
      Thread replacing =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                // Then some of its bytes have come, and the others have not.
                while (!proxy.hasHappened()) {
                  Thread.onSpinWait();
                }
                uploads.whole(other, ChecksumAlgorithm.CRC64_NVME);
                heal(proxy);
              });
      expectNothingIsPublished(proxy.endpoint(), object);
      replacing.join();
    }
    assertThat(head().etag()).isNotEqualTo(object.etag());
  }

  private static void heal(FaultyProxy proxy) {
    try {
      proxy.heal();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void expectNothingIsPublished(URI endpoint, RemoteObject object) throws Exception {
    Cloud cloud = CLOUD.cloud();
    StorePaths paths = new StorePaths(dir);
    try (S3Clients clients =
            S3Clients.open(cloud.s3Settings(engine, endpoint), cloud.credentials());
        ModelStore store = ModelStore.open(paths, List.of(), false, "a test");
        StagedFile staged = store.stage(PATH, object)) {
      Throwable failure =
          catchThrowable(() -> {
            Fetched fetched =
                new S3ModelSource(clients, s3.bucket().name(), "")
                    .fetch(object, staged.file(), _ -> {});
            Publishing.publish(staged, staged.verify(fetched.object(), fetched.evidence()));
          });

      assertThat(failure).isInstanceOfAny(SourceException.class, StoreException.class);
    }
    assertThat(paths.of(PATH)).doesNotExist();
  }

  /// All bytes of the object are in them.
  private LocalStackFiles files() {
    // LocalStack keeps the last ones in a buffer until it reads.
    var _ =
        s3.bucket()
            .client()
            .getObjectAsBytes(
                get -> get.bucket(s3.bucket().name()).key(KEY.value()).range("bytes=0-0"));
    return new LocalStackFiles(endpoint());
  }

  private static URI endpoint() {
    return CLOUD.cloud().s3Endpoint();
  }

  private RemoteObject head() throws SourceException {
    return s3.source("").head(KEY).orElseThrow();
  }
}

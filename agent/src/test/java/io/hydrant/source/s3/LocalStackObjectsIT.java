package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Checksums;
import io.hydrant.source.Fetched;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StagedFile;
import io.hydrant.store.StoreException;
import io.hydrant.store.StorePaths;
import io.hydrant.testcloud.Cloud;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.FaultyProxy;
import io.hydrant.testcloud.FaultyProxy.Fault;
import io.hydrant.testcloud.LocalStackProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Objects as uploaders of other kinds leave them: in parts, with other checksums, archived.
@ParameterizedClass
@EnumSource(S3Settings.Engine.class)
class LocalStackObjectsIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final int PART_BYTES = 12 << 20;

  private final S3Settings.Engine engine;
  @AutoClose private final S3Fixture s3;
  private final byte[] content = new byte[2 * PART_BYTES + 1];

  @TempDir private Path dir;

  LocalStackObjectsIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    new Random(1).nextBytes(content);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "SHA1", "SHA256", "CRC64_NVME"})
  void aChecksumOfAnUploadInOnePieceIsThatOfTheObject(ChecksumAlgorithm uploaded) throws Exception {
    Algorithm algorithm = Algorithm.valueOf(uploaded.toString());
    upload(uploaded);

    assertThat(head().checksum()).isEqualTo(Checksums.of(content, algorithm));
    assertThat(fetch()).isEqualTo(head());
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "SHA1", "SHA256", "CRC64_NVME"})
  void aByteThatIsNotTheObjectsIsNeverPublished(ChecksumAlgorithm uploaded) throws Exception {
    upload(uploaded);
    expectNothingIsPublishedOfDamagedAnswers();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPOSITE", "FULL_OBJECT"})
  void aByteThatIsNotTheObjectsIsNeverPublishedOfAnUploadInParts(ChecksumType type)
      throws Exception {
    uploadInParts(
        type == ChecksumType.COMPOSITE ? ChecksumAlgorithm.CRC32 : ChecksumAlgorithm.CRC64_NVME,
        type);
    expectNothingIsPublishedOfDamagedAnswers();
  }

  private void expectNothingIsPublishedOfDamagedAnswers() throws IOException {
    RemoteObject object = head();
    Cloud cloud = CLOUD.cloud();
    StorePaths paths = new StorePaths(dir);
    ModelPath path = new ModelPath("checkpoints/model.safetensors");
    try (FaultyProxy proxy = new FaultyProxy(cloud.s3Endpoint(), Fault.FLIP, 10 << 20);
        S3Clients clients =
            S3Clients.open(cloud.s3Settings(engine, proxy.endpoint()), cloud.credentials());
        ModelStore store = ModelStore.open(paths, List.of(), false, "a test");
        StagedFile staged = store.stage(path, object)) {
      Throwable failure =
          catchThrowable(() -> {
            Fetched fetched =
                new S3ModelSource(clients, s3.bucket().name(), "")
                    .fetch(object, staged.file(), _ -> {});
            staged.publish(staged.verify(fetched.object(), fetched.evidence()));
          });

      assertThat(proxy.hasFlipped()).isTrue();
      assertThat(failure).isInstanceOfAny(SourceException.class, StoreException.class);
    }
    assertThat(paths.of(path)).doesNotExist();
  }

  private void upload(ChecksumAlgorithm algorithm) {
    s3.bucket()
        .client()
        .putObject(
            put -> put.bucket(s3.bucket().name()).key(KEY.value()).checksumAlgorithm(algorithm),
            RequestBody.fromBytes(content));
  }

  @Test
  void aChecksumOfTheWholeObjectSurvivesAnUploadInParts() throws Exception {
    uploadInParts(ChecksumAlgorithm.CRC64_NVME, ChecksumType.FULL_OBJECT);

    assertThat(head().checksum()).isEqualTo(Checksums.of(content, Algorithm.CRC64NVME));
    assertThat(fetch()).isEqualTo(head());
    assertThat(dir.resolve("target")).hasBinaryContent(content);
  }

  @Test
  void aChecksumOfChecksumsIsNone() throws Exception {
    uploadInParts(ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);

    assertThat(head().checksum()).isNull();
    assertThat(head().etag().isMultipart()).isTrue();
    assertThat(fetch()).isEqualTo(head());
    assertThat(dir.resolve("target")).hasBinaryContent(content);
  }

  @Test
  void theChecksumsOfPartsAreAskedForWhereTheWholeHasNone() throws Exception {
    uploadInParts(ChecksumAlgorithm.CRC32, ChecksumType.COMPOSITE);

    assertThat(fetchedEvidence())
        .isEqualTo(
            new Evidence.Parts(
                List.of(
                    part(0, PART_BYTES),
                    part(PART_BYTES, 2 * PART_BYTES),
                    part(2 * PART_BYTES, content.length))));
  }

  @Test
  void anObjectThatArrivesInOneAnswerNeedsNoSecondReading() throws Exception {
    s3.bucket().put(KEY.value(), Arrays.copyOf(content, 1000));

    assertThat(fetchedEvidence()).isInstanceOf(verdictOfTheEngine());
  }

  private Class<? extends Evidence> verdictOfTheEngine() {
    return switch (engine) {
      case CRT -> Evidence.Validated.class;
      case TRANSFER_MANAGER -> Evidence.Whole.class;
    };
  }

  private Evidence fetchedEvidence() throws SourceException {
    return s3.source("").fetch(head(), dir.resolve("target"), _ -> {}).evidence();
  }

  private Evidence.Part part(int start, int end) {
    return new Evidence.Part(
        new ByteSize(end - start),
        Checksums.of(Arrays.copyOfRange(content, start, end), Algorithm.CRC32));
  }

  @Test
  void anArchivedObjectIsKnownFromTheListingAndNotFetched() throws Exception {
    s3.bucket()
        .client()
        .putObject(
            put ->
                put.bucket(s3.bucket().name()).key(KEY.value()).storageClass(StorageClass.GLACIER),
            RequestBody.fromBytes(content));
    List<RemoteObject> listed = new ArrayList<>();
    s3.source("").list(listed::add);

    assertThat(listed).hasSize(1).allMatch(RemoteObject::archived);
    assertThat(head().archived()).isTrue();
    SourceException failure = catchThrowableOfType(SourceException.class, this::fetch);
    assertThat(failure.kind()).isEqualTo(Kind.ARCHIVED);
    assertThat(failure).hasMessageContaining("restore the object first");
  }

  private RemoteObject head() throws SourceException {
    return s3.source("").head(KEY).orElseThrow();
  }

  private RemoteObject fetch() throws SourceException {
    return s3.source("").fetch(head(), dir.resolve("target"), _ -> {}).object();
  }

  private void uploadInParts(ChecksumAlgorithm algorithm, ChecksumType type) {
    S3Client client = s3.bucket().client();
    String bucket = s3.bucket().name();
    String upload =
        client
            .createMultipartUpload(create ->
                create
                    .bucket(bucket)
                    .key(KEY.value())
                    .checksumAlgorithm(algorithm)
                    .checksumType(type))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int start = 0; start < content.length; start += PART_BYTES) {
      int number = parts.size() + 1;
      byte[] part =
          Arrays.copyOfRange(content, start, Math.min(start + PART_BYTES, content.length));
      UploadPartResponse uploaded =
          client.uploadPart(
              put ->
                  put.bucket(bucket)
                      .key(KEY.value())
                      .uploadId(upload)
                      .partNumber(number)
                      .checksumAlgorithm(algorithm),
              RequestBody.fromBytes(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(uploaded.eTag())
              .checksumCRC32(uploaded.checksumCRC32())
              .checksumCRC64NVME(uploaded.checksumCRC64NVME())
              .build());
    }
    client.completeMultipartUpload(complete ->
        complete
            .bucket(bucket)
            .key(KEY.value())
            .uploadId(upload)
            .checksumType(type)
            .multipartUpload(all -> all.parts(parts)));
  }
}

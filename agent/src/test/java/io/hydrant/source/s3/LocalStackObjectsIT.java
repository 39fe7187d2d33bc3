package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.Checksums;
import io.hydrant.source.SourceException;
import io.hydrant.source.SourceException.Kind;
import io.hydrant.testcloud.CloudExtension;
import io.hydrant.testcloud.LocalStackProvider;
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
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.StorageClass;

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
  private final ObjectUploads uploads;
  private final byte[] content = new byte[2 * PART_BYTES + 1];

  @TempDir private Path dir;

  LocalStackObjectsIT(S3Settings.Engine engine) {
    this.engine = engine;
    this.s3 = new S3Fixture(CLOUD.cloud(), engine, false);
    this.uploads = new ObjectUploads(s3.bucket(), KEY);
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

  private void upload(ChecksumAlgorithm algorithm) {
    uploads.whole(content, algorithm);
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
    uploads.inParts(content, PART_BYTES, algorithm, type);
  }
}

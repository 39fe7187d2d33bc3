package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.catalog.Checksum.Algorithm;
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
class LocalStackObjectsIT {
  @RegisterExtension
  static final CloudExtension CLOUD = new CloudExtension(new LocalStackProvider());

  private static final ObjectKey KEY = new ObjectKey("checkpoints/model.safetensors");
  private static final int PART_BYTES = 5 << 20;

  @AutoClose private final S3Fixture s3 = new S3Fixture(CLOUD.cloud(), false);
  private final byte[] content = new byte[2 * PART_BYTES + 1];

  @TempDir private Path dir;

  LocalStackObjectsIT() {
    new Random(1).nextBytes(content);
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "SHA1", "SHA256", "CRC64_NVME"})
  void aChecksumOfAnUploadInOnePieceIsThatOfTheObject(ChecksumAlgorithm uploaded) throws Exception {
    Algorithm algorithm = Algorithm.valueOf(uploaded.toString());
    s3.bucket()
        .client()
        .putObject(
            put -> put.bucket(s3.bucket().name()).key(KEY.value()).checksumAlgorithm(uploaded),
            RequestBody.fromBytes(content));

    assertThat(head().checksum()).isEqualTo(Checksums.of(content, algorithm));
    assertThat(fetch()).isEqualTo(head());
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
    return s3.source("").fetch(head(), dir.resolve("target"), _ -> {});
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

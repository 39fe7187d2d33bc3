package io.hydrant.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class ObjectDescriptionTest {
  private static final ObjectKey KEY = new ObjectKey("loras/a.safetensors");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void headTellsEverything() throws Exception {
    HeadObjectResponse head = head().versionId("v1").checksumCRC64NVME("AAAAAAAAAAA=").build();

    assertThat(describe(head))
        .isEqualTo(
            new RemoteObject(
                KEY,
                new ByteSize(7),
                new ETag("abc"),
                TIME,
                "v1",
                new Checksum(Algorithm.CRC64NVME, "AAAAAAAAAAA="),
                false));
  }

  @Test
  void theVersionOfBeforeThereWereVersionsIsNone() throws Exception {
    assertThat(describe(head().versionId("null").build()).versionId()).isNull();
  }

  @Test
  void theFastestOfSeveralChecksumsIsTaken() throws Exception {
    HeadObjectResponse head =
        head()
            .checksumType(ChecksumType.FULL_OBJECT)
            .checksumSHA256("c2hhMjU2")
            .checksumCRC32C("AAAAAA==")
            .build();

    assertThat(describe(head).checksum()).isEqualTo(new Checksum(Algorithm.CRC32C, "AAAAAA=="));
  }

  @Test
  void aCompositeChecksumIsNone() throws Exception {
    assertThat(
            describe(head().checksumType(ChecksumType.COMPOSITE).checksumCRC32("AAAAAA==").build())
                .checksum())
        .isNull();
    assertThat(describe(head().checksumSHA256("c2hhMjU2-3").build()).checksum()).isNull();
  }

  @Test
  void checksumsOfPartsOnlyAreTold() throws Exception {
    assertThat(ObjectDescription.of(KEY, head().checksumSHA256("c2hhMjU2-3").build()).composite())
        .isTrue();
    assertThat(ObjectDescription.of(KEY, head().checksumCRC32C("AAAAAA==").build()).composite())
        .isFalse();
    assertThat(ObjectDescription.of(KEY, head().build()).composite()).isFalse();
  }

  @Test
  void anETagIsNeverTakenForAChecksum() throws Exception {
    HeadObjectResponse head = head().eTag("\"d41d8cd98f00b204e9800998ecf8427e\"").build();

    assertThat(describe(head).checksum()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    ", , , false",
    "STANDARD_IA, , , false",
    "GLACIER_IR, , , false",
    "GLACIER, , , true",
    "DEEP_ARCHIVE, , , true",
    "A_CLASS_OF_TOMORROW, , , false",
    "INTELLIGENT_TIERING, DEEP_ARCHIVE_ACCESS, , true",
    "GLACIER, , 'ongoing-request=\"true\"', true",
    "GLACIER, , 'ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2026 00:00:00 GMT\"', false",
  })
  void headTellsWhetherTheObjectMustBeRestored(
      @Nullable String storageClass,
      @Nullable String archiveStatus,
      @Nullable String restore,
      boolean archived)
      throws Exception {
    HeadObjectResponse head =
        head().storageClass(storageClass).archiveStatus(archiveStatus).restore(restore).build();

    assertThat(describe(head).archived()).isEqualTo(archived);
  }

  @Test
  void anObjectThatWasReadIsNotArchivedWhateverItsClass() throws Exception {
    GetObjectResponse got =
        GetObjectResponse.builder()
            .contentLength(7L)
            .eTag("\"abc\"")
            .lastModified(TIME)
            .storageClass("GLACIER")
            .build();

    assertThat(ObjectDescription.of(KEY, got).object().archived()).isFalse();
  }

  private static RemoteObject describe(HeadObjectResponse head) throws SourceException {
    return ObjectDescription.of(KEY, head).object();
  }

  private static HeadObjectResponse.Builder head() {
    return HeadObjectResponse.builder().contentLength(7L).eTag("\"abc\"").lastModified(TIME);
  }
}

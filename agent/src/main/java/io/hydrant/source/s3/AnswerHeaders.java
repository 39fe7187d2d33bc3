package io.hydrant.source.s3;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.source.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Reads what the headers of an answer say of its object, as the SDK would. They are those that the
/// answer to a HEAD has; and the class that the SDK has for these is needed anyway, while each such
/// class keeps a hundred lambdas in memory. They tell nothing of an archive: only objects that can
/// be read have such an answer.
final class AnswerHeaders {
  private AnswerHeaders() {}

  /// What they say, or null when that is not enough.
  static @Nullable Description describe(ObjectKey key, Answer answer) throws SourceException {
    String size = answer.header("Content-Length").orElse(null);
    String modified = answer.header("Last-Modified").orElse(null);
    String etag = answer.header("ETag").orElse(null);
    if (answer.status() != 200 || size == null || modified == null || etag == null) {
      return null;
    }
    try {
      return ObjectDescription.of(
          key,
          HeadObjectResponse.builder()
              .contentLength(Long.valueOf(size))
              .lastModified(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(modified)))
              .eTag(etag)
              .versionId(value(answer, "x-amz-version-id"))
              .checksumType(value(answer, "x-amz-checksum-type"))
              .checksumCRC64NVME(value(answer, "x-amz-checksum-crc64nvme"))
              .checksumCRC32C(value(answer, "x-amz-checksum-crc32c"))
              .checksumCRC32(value(answer, "x-amz-checksum-crc32"))
              .checksumSHA256(value(answer, "x-amz-checksum-sha256"))
              .checksumSHA1(value(answer, "x-amz-checksum-sha1"))
              .build());
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable String value(Answer answer, String header) {
    return answer.header(header).orElse(null);
  }
}

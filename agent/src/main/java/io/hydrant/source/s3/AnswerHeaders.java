package io.hydrant.source.s3;

import io.hydrant.catalog.ObjectKey;
import io.hydrant.source.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Reads what the headers of an answer say of its object, as the SDK would.
final class AnswerHeaders {
  private AnswerHeaders() {}

  /// What they say, or null when that is not enough.
  static @Nullable Description describe(ObjectKey key, CrtRequest.End end) throws SourceException {
    String size = end.header("Content-Length").orElse(null);
    String modified = end.header("Last-Modified").orElse(null);
    String etag = end.header("ETag").orElse(null);
    if (end.status() != 200 || size == null || modified == null || etag == null) {
      return null;
    }
    try {
      return ObjectDescription.of(
          key,
          GetObjectResponse.builder()
              .contentLength(Long.valueOf(size))
              .lastModified(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(modified)))
              .eTag(etag)
              .versionId(value(end, "x-amz-version-id"))
              .checksumType(value(end, "x-amz-checksum-type"))
              .checksumCRC64NVME(value(end, "x-amz-checksum-crc64nvme"))
              .checksumCRC32C(value(end, "x-amz-checksum-crc32c"))
              .checksumCRC32(value(end, "x-amz-checksum-crc32"))
              .checksumSHA256(value(end, "x-amz-checksum-sha256"))
              .checksumSHA1(value(end, "x-amz-checksum-sha1"))
              .build());
    } catch (DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable String value(CrtRequest.End end, String header) {
    return end.header(header).orElse(null);
  }
}

package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.RemoteObject;
import io.hydrant.source.SourceException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Response;

/// Turns what S3 says of an object into a [RemoteObject].
final class ObjectDescription {
  /// Storage classes whose objects must be restored before they can be read. GLACIER_IR is none of
  /// them.
  private static final Set<String> ARCHIVE_CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");

  /// What the header `x-amz-restore` holds when a restored copy is there.
  private static final String RESTORED = "ongoing-request=\"false\"";

  private ObjectDescription() {}

  static Description of(ObjectKey key, HeadObjectResponse head) throws SourceException {
    boolean restored = head.restore() != null && head.restore().contains(RESTORED);
    boolean inArchive =
        isArchiveClass(head.storageClassAsString()) || head.archiveStatusAsString() != null;
    return describe(
        key,
        head.contentLength(),
        head.eTag(),
        head.lastModified(),
        head.versionId(),
        inArchive && !restored,
        head);
  }

  /// From the answer to a GET, which only objects give that can be read.
  static Description of(ObjectKey key, GetObjectResponse got) throws SourceException {
    return describe(
        key, got.contentLength(), got.eTag(), got.lastModified(), got.versionId(), false, got);
  }

  private static Description describe(
      ObjectKey key,
      long size,
      @Nullable String etag,
      Instant lastModified,
      @Nullable String versionId,
      boolean archived,
      S3Response checksums)
      throws SourceException {
    if (etag == null) {
      throw new SourceException(
          SourceException.Kind.FAILED,
          "the answer for '" + key + "' has no ETag, by which its states are told apart",
          null);
    }
    RemoteObject object =
        new RemoteObject(
            key,
            new ByteSize(size),
            ETag.fromHeader(etag),
            lastModified,
            // What S3 calls the versions of before a bucket was versioned; some stand-ins send it
            // always.
            "null".equals(versionId) ? null : versionId,
            fullObjectChecksum(checksums),
            archived);
    return new Description(object, object.checksum() == null && hasChecksum(checksums));
  }

  static boolean isArchiveClass(@Nullable String storageClass) {
    return storageClass != null && ARCHIVE_CLASSES.contains(storageClass);
  }

  private static boolean hasChecksum(S3Response response) {
    return Arrays.stream(Algorithm.values())
        .anyMatch(algorithm -> checksum(response, algorithm) != null);
  }

  private static @Nullable String checksum(S3Response response, Algorithm algorithm) {
    return response.getValueForField("Checksum" + algorithm.name(), String.class).orElse(null);
  }

  /// The fastest to compute of the checksums that cover the whole object.
  private static @Nullable Checksum fullObjectChecksum(S3Response response) {
    String type = response.getValueForField("ChecksumType", String.class).orElse("FULL_OBJECT");
    if (!type.equals("FULL_OBJECT")) {
      return null;
    }
    for (Algorithm algorithm : Algorithm.values()) {
      String value = checksum(response, algorithm);
      // `-<number of parts>` marks a composite one where no type is told. Base64 has no hyphen.
      if (value != null && value.indexOf('-') < 0) {
        return new Checksum(algorithm, value);
      }
    }
    return null;
  }
}

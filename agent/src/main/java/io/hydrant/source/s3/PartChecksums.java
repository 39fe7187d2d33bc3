package io.hydrant.source.s3;

import io.hydrant.aws.AwsCall;
import io.hydrant.aws.AwsFailure;
import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.Checksum.Algorithm;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.Evidence;
import io.hydrant.catalog.RemoteObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesParts;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectPart;

/// Asks S3 for the checksums of the parts that an object was uploaded in.
final class PartChecksums {
  private static final Logger LOG = LoggerFactory.getLogger(PartChecksums.class);

  private final S3Client control;
  private final String bucket;

  PartChecksums(S3Client control, String bucket) {
    this.control = control;
    this.bucket = bucket;
  }

  /// The checksums of the parts, or nothing but the size where S3 does not tell them all: it needs
  /// the right `s3:GetObjectAttributes`, some stand-ins have none, and the object may have changed
  /// since.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException when S3 could not be asked
  Evidence of(RemoteObject object) {
    List<Evidence.Part> parts = new ArrayList<>();
    Integer marker = null;
    long covered = 0;
    do {
      GetObjectAttributesResponse answer;
      try {
        answer = ask(object, marker);
      } catch (AwsServiceException e) {
        if (e.statusCode() >= 500 || AwsFailure.of(e).sort() == AwsFailure.Sort.THROTTLED) {
          throw e;
        }
        LOG.debug("the part checksums of '{}' are not told", object.key(), e);
        return new Evidence.SizeOnly();
      }
      GetObjectAttributesParts told = answer.objectParts();
      if (told == null || !object.etag().equals(ETag.fromHeader(answer.eTag()))) {
        return new Evidence.SizeOnly();
      }
      for (ObjectPart part : told.parts()) {
        Checksum checksum = checksumOf(part);
        if (checksum == null) {
          return new Evidence.SizeOnly();
        }
        covered += part.size();
        parts.add(new Evidence.Part(new ByteSize(part.size()), checksum));
      }
      marker = Boolean.TRUE.equals(told.isTruncated()) ? told.nextPartNumberMarker() : null;
    } while (marker != null);
    return !parts.isEmpty() && covered == object.size().bytes()
        ? new Evidence.Parts(parts)
        : new Evidence.SizeOnly();
  }

  private GetObjectAttributesResponse ask(RemoteObject object, @Nullable Integer marker) {
    return AwsCall.of(() ->
        control.getObjectAttributes(request ->
            request
                .bucket(bucket)
                .key(object.key().value())
                .objectAttributes(ObjectAttributes.OBJECT_PARTS, ObjectAttributes.E_TAG)
                .partNumberMarker(marker)));
  }

  private static @Nullable Checksum checksumOf(ObjectPart part) {
    for (Algorithm algorithm : Algorithm.values()) {
      String value =
          part.getValueForField("Checksum" + algorithm.name(), String.class).orElse(null);
      if (value != null) {
        return new Checksum(algorithm, value);
      }
    }
    return null;
  }
}

package io.hydrant.source.s3;

import io.hydrant.catalog.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Uploads one object in the ways that other uploaders do.
record ObjectUploads(S3Bucket bucket, ObjectKey key) {

  /// Uploads in one piece.
  void whole(byte[] content, ChecksumAlgorithm algorithm) {
    bucket
        .client()
        .putObject(
            put -> put.bucket(bucket.name()).key(key.value()).checksumAlgorithm(algorithm),
            RequestBody.fromBytes(content));
  }

  /// Uploads in parts of a size.
  void inParts(byte[] content, int partBytes, ChecksumAlgorithm algorithm, ChecksumType type) {
    S3Client client = this.bucket.client();
    String bucket = this.bucket.name();
    String upload =
        client
            .createMultipartUpload(create ->
                create
                    .bucket(bucket)
                    .key(key.value())
                    .checksumAlgorithm(algorithm)
                    .checksumType(type))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int start = 0; start < content.length; start += partBytes) {
      int number = parts.size() + 1;
      byte[] part = Arrays.copyOfRange(content, start, Math.min(start + partBytes, content.length));
      UploadPartResponse uploaded =
          client.uploadPart(
              put ->
                  put.bucket(bucket)
                      .key(key.value())
                      .uploadId(upload)
                      .partNumber(number)
                      .checksumAlgorithm(algorithm),
              RequestBody.fromBytes(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(uploaded.eTag())
              .checksumCRC32(uploaded.checksumCRC32())
              .checksumSHA256(uploaded.checksumSHA256())
              .checksumCRC64NVME(uploaded.checksumCRC64NVME())
              .build());
    }
    client.completeMultipartUpload(complete ->
        complete
            .bucket(bucket)
            .key(key.value())
            .uploadId(upload)
            .checksumType(type)
            .multipartUpload(all -> all.parts(parts)));
  }
}

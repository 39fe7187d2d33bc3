package io.hydrant.localcloud;

import io.hydrant.localcloud.ModelLayout.Model;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Uploads models into a bucket, with the part size of the AWS CLI.
final class ModelUpload {
  private static final long PART = 8 << 20;

  private final S3Client s3;
  private final String bucket;

  ModelUpload(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  void upload(Model model) {
    if (model.size() <= PART) {
      s3.putObject(
          request -> request.bucket(bucket).key(model.key()), part(model, 0, model.size()));
    } else {
      uploadInParts(model);
    }
  }

  private void uploadInParts(Model model) {
    String id =
        s3.createMultipartUpload(request -> request.bucket(bucket).key(model.key())).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (long from = 0; from < model.size(); from += PART) {
      int number = parts.size() + 1;
      RequestBody body = part(model, from, Math.min(PART, model.size() - from));
      String eTag =
          s3.uploadPart(
                  request ->
                      request.bucket(bucket).key(model.key()).uploadId(id).partNumber(number),
                  body)
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    }
    s3.completeMultipartUpload(request ->
        request
            .bucket(bucket)
            .key(model.key())
            .uploadId(id)
            .multipartUpload(upload -> upload.parts(parts)));
  }

  private static RequestBody part(Model model, long from, long length) {
    return RequestBody.fromContentProvider(
        () -> model.content().open(from, length), length, "application/octet-stream");
  }
}

package io.hydrant.localcloud.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Reports every successful change of an object, after it is visible to readers, and refuses keys
/// that the store below would not hold as they are.
final class NotifyingBlobStore extends ForwardingBlobStore {
  /// S3Proxy keeps its own records of multipart uploads under this prefix, and refuses it to
  /// clients.
  private static final String OWN_RECORDS = ".s3proxy-mpu-stub-";

  private final Consumer<ObjectChange> changes;

  NotifyingBlobStore(BlobStore store, Consumer<ObjectChange> changes) {
    super(store);
    this.changes = changes;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    if (request.key().startsWith(OWN_RECORDS)) {
      return super.putBlob(request, payload);
    }
    if (StoredName.objection(request.key()) != null) {
      readToTheEnd(payload);
    }
    requireHoldable(request.key());
    PutObjectResponse response = super.putBlob(request, payload);
    changes.accept(
        new ObjectChange.Created(
            request.bucket(),
            request.key(),
            ObjectChange.How.PUT,
            request.contentLength(),
            response.eTag()));
    return response;
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    requireHoldable(request.key());
    return super.initiateMultipartUpload(request);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    created(upload.containerName(), upload.blobName(), ObjectChange.How.MULTIPART, response.eTag());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    requireHoldable(request.destinationKey());
    CopyObjectResponse response = super.copyBlob(request);
    created(
        request.destinationBucket(),
        request.destinationKey(),
        ObjectChange.How.COPY,
        response.copyObjectResult().eTag());
    return response;
  }

  /// Also the way of each key of a DeleteObjects request.
  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    DeleteObjectResponse response = super.removeBlob(request);
    if (!request.key().startsWith(OWN_RECORDS)) {
      changes.accept(new ObjectChange.Removed(request.bucket(), request.key()));
    }
    return response;
  }

  private void created(String bucket, String key, ObjectChange.How how, String eTag) {
    HeadObjectResponse head = blobMetadataIfPresent(bucket, key);
    // Gone again already: its removal is reported by whoever removed it.
    if (head != null) {
      changes.accept(new ObjectChange.Created(bucket, key, how, head.contentLength(), eTag));
    }
  }

  /// A client that is still sending does not hear the answer when the connection is closed on it.
  private static void readToTheEnd(InputStream payload) {
    try (payload) {
      payload.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireHoldable(String key) {
    String objection = StoredName.objection(key);
    if (objection != null) {
      throw S3Exceptions.invalidArgument(
          "localcloud cannot hold the key '" + key + "': " + objection);
    }
  }
}

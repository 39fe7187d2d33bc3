package io.hydrant.source.s3;

import io.hydrant.source.TestBucket;
import io.hydrant.testcloud.Cloud;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A bucket of one test, gone when it is closed.
final class S3Bucket implements TestBucket, AutoCloseable {
  private final S3Client client;
  private final String name = "hydrant-it-" + UUID.randomUUID();
  private final boolean versioned;

  S3Bucket(Cloud cloud, boolean versioned) {
    this.client = cloud.newS3Client();
    this.versioned = versioned;
    client.createBucket(request -> request.bucket(name));
    if (versioned) {
      client.putBucketVersioning(request ->
          request
              .bucket(name)
              .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  String name() {
    return name;
  }

  S3Client client() {
    return client;
  }

  @Override
  public void put(String key, byte[] content) {
    client.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
  }

  @Override
  public void delete(String key) {
    client.deleteObject(request -> request.bucket(name).key(key));
  }

  @Override
  public void undelete(String key) {
    DeleteMarkerEntry marker =
        client
            .listObjectVersions(request -> request.bucket(name).prefix(key))
            .deleteMarkers()
            .stream()
            .filter(DeleteMarkerEntry::isLatest)
            .findAny()
            .orElseThrow();
    delete(key, marker.versionId());
  }

  private void delete(String key, String versionId) {
    client.deleteObject(request -> request.bucket(name).key(key).versionId(versionId));
  }

  @Override
  public void close() {
    try (client) {
      if (versioned) {
        for (ListObjectVersionsResponse page :
            client.listObjectVersionsPaginator(
                request -> request.bucket(name).encodingType(EncodingType.URL))) {
          for (ObjectVersion version : page.versions()) {
            delete(version.key(), version.versionId());
          }
          for (DeleteMarkerEntry marker : page.deleteMarkers()) {
            delete(marker.key(), marker.versionId());
          }
        }
      } else {
        for (S3Object object :
            client
                .listObjectsV2Paginator(
                    request -> request.bucket(name).encodingType(EncodingType.URL))
                .contents()) {
          delete(object.key());
        }
      }
      client.deleteBucket(request -> request.bucket(name));
    }
  }
}

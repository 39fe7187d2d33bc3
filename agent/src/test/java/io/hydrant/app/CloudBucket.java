package io.hydrant.app;

import io.hydrant.testcloud.Cloud;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/// A bucket of one test, as its user fills it, and the queue that its events go to.
public final class CloudBucket implements AutoCloseable {
  private final S3Client s3;
  private final Cloud cloud;
  private final String name;
  private final String queueUrl;

  public CloudBucket(Cloud cloud) {
    this(cloud, "models-" + UUID.randomUUID());
  }

  CloudBucket(Cloud cloud, String name) {
    this.cloud = cloud;
    this.name = name;
    s3 = cloud.newS3Client();
    s3.createBucket(bucket -> bucket.bucket(name));
    queueUrl = cloud.queueOfEvents(name);
  }

  String name() {
    return name;
  }

  String queueUrl() {
    return queueUrl;
  }

  /// Another queue, which knows nothing of what has happened before.
  String newQueue() {
    return cloud.queueOfEvents(name);
  }

  void keepVersions() {
    s3.putBucketVersioning(request ->
        request
            .bucket(name)
            .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
  }

  public void put(String key, byte[] content) {
    s3.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
  }

  void put(String key, Path content) {
    s3.putObject(request -> request.bucket(name).key(key), RequestBody.fromFile(content));
  }

  /// Puts an object into an archive tier.
  void archive(String key, byte[] content) {
    s3.putObject(
        request -> request.bucket(name).key(key).storageClass(StorageClass.GLACIER),
        RequestBody.fromBytes(content));
  }

  void delete(String key) {
    s3.deleteObject(request -> request.bucket(name).key(key));
  }

  /// Takes away the newest version of a key, or its delete marker: what was before is back.
  void deleteNewestVersion(String key) {
    ListObjectVersionsResponse all =
        s3.listObjectVersions(request -> request.bucket(name).prefix(key));
    String version =
        Stream.concat(
                all.versions().stream()
                    .filter(each -> each.key().equals(key) && each.isLatest())
                    .map(ObjectVersion::versionId),
                all.deleteMarkers().stream()
                    .filter(each -> each.key().equals(key) && each.isLatest())
                    .map(DeleteMarkerEntry::versionId))
            .findFirst()
            .orElseThrow();
    s3.deleteObject(request -> request.bucket(name).key(key).versionId(version));
  }

  /// What S3 users do to rename: copy, then delete.
  void rename(String from, String to) {
    s3.copyObject(
        copy -> copy.sourceBucket(name).sourceKey(from).destinationBucket(name).destinationKey(to));
    delete(from);
  }

  /// The SHA-256 of every object, by its key.
  Map<String, String> tree() {
    Map<String, String> tree = new TreeMap<>();
    for (S3Object object : s3.listObjectsV2Paginator(list -> list.bucket(name)).contents()) {
      byte[] content =
          s3.getObjectAsBytes(get -> get.bucket(name).key(object.key())).asByteArrayUnsafe();
      tree.put(object.key(), Tree.sha256(content));
    }
    return tree;
  }

  @Override
  public void close() {
    s3.close();
  }
}

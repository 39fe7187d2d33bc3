package io.hydrant.source.s3;

import io.hydrant.source.ModelSource;
import io.hydrant.testcloud.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A bucket of one test on a cloud and the product's clients that read it.
final class S3Fixture implements AutoCloseable {
  private final S3Bucket bucket;
  private final S3Clients clients;

  S3Fixture(Cloud cloud, S3Settings.Engine engine, boolean versioned) {
    this.bucket = new S3Bucket(cloud, versioned);
    try {
      this.clients = S3Clients.open(cloud.s3Settings(engine), cloud.credentials());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  S3Bucket bucket() {
    return bucket;
  }

  ModelSource source(String prefix) {
    return new S3ModelSource(clients, bucket.name(), prefix);
  }

  ModelSource sourceOfMissingBucket() {
    return new S3ModelSource(clients, bucket.name() + "-not", "");
  }

  @Override
  public void close() {
    clients.close();
    bucket.close();
  }
}

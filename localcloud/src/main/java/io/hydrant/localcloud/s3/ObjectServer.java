package io.hydrant.localcloud.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// S3Proxy on a port of this machine; each folder of its directory is a bucket.
public final class ObjectServer implements AutoCloseable {
  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final S3Proxy proxy;
  private final BlobStore store;

  private ObjectServer(S3Proxy proxy, BlobStore store) {
    this.proxy = proxy;
    this.store = store;
  }

  /// Starts with the buckets that the directory holds.
  ///
  /// @param directory made where it is missing
  /// @param port 0 for any free one
  /// @param credentials the only ones that are let in
  /// @throws IOException when the directory or the port cannot be used
  public static ObjectServer start(
      Path directory, int port, AwsCredentials credentials, BucketNotifications notifications)
      throws IOException {
    Files.createDirectories(directory);
    if (!Files.getFileStore(directory)
        .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      throw new IOException(
          "the file system of '"
              + directory
              + "' keeps no user extended attributes, in which S3Proxy keeps the ETags: use another directory");
    }
    BlobStore store =
        new NotifyingBlobStore(
            new PagingBlobStore(new FilesystemNio2BlobStore(directory.toString()), directory),
            notifications::changed);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                credentials.accessKeyId(),
                credentials.secretAccessKey())
            // Multipart uploads of the SDK send headers that S3Proxy does not know.
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      stop(proxy);
      throw new IOException("S3 cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    return new ObjectServer(proxy, store);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /// Does nothing when the bucket is there.
  public void createBucket(String name) {
    if (!BUCKET_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a name for a bucket: use 3 to 63 lower-case letters, digits, dashes and dots");
    }
    if (!store.containerExists(name)) {
      store.createContainer(name);
    }
  }

  @Override
  public void close() {
    stop(proxy);
    store.close();
  }

  private static void stop(S3Proxy proxy) {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3 does not stop", e);
    }
  }
}

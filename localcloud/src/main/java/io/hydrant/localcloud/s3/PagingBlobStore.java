package io.hydrant.localcloud.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists a page at the cost of that page. S3Proxy's file system store reads the size, the time and
/// the ETag of everything below the prefix for every page, and then drops all but a thousand: ten
/// times the work with ten thousand objects. Here they are read of what is on the page only.
///
/// It remembers nothing: each page is what the directory holds then. Objects that are still being
/// written are not listed.
final class PagingBlobStore extends ForwardingBlobStore {
  /// What S3 gives when nobody says how many.
  private static final int MOST_KEYS = 1000;

  private final Path directory;

  /// @param store over the same directory
  PagingBlobStore(BlobStore store, Path directory) {
    super(store);
    this.directory = directory;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    String delimiter = Objects.requireNonNullElse(request.delimiter(), "");
    // What it refuses, it refuses in S3's words.
    if (!containerExists(request.bucket()) || !(delimiter.isEmpty() || delimiter.equals("/"))) {
      return super.list(request);
    }
    try {
      Path bucket = directory.resolve(request.bucket());
      String prefix = Objects.requireNonNullElse(request.prefix(), "");
      return page(
          bucket,
          new KeyWalk(bucket, prefix, after(request), !delimiter.isEmpty()),
          Objects.requireNonNullElse(request.maxKeys(), MOST_KEYS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the bucket '" + request.bucket() + "'", e);
    }
  }

  private static String after(ListObjectsV2Request request) {
    String token = request.continuationToken();
    return token != null ? token : Objects.requireNonNullElse(request.startAfter(), "");
  }

  private ListObjectsV2Response page(Path bucket, KeyWalk walk, int size) throws IOException {
    List<S3Object> objects = new ArrayList<>();
    List<CommonPrefix> prefixes = new ArrayList<>();
    String last = null;
    while (objects.size() + prefixes.size() < size) {
      KeyWalk.Step step = walk.next();
      if (step == null) {
        return SdkResponses.objectsPage(objects, prefixes, null);
      }
      if (step.isCommonPrefix()) {
        prefixes.add(SdkResponses.commonPrefix(step.name()));
      } else {
        S3Object object = StoredObject.read(bucket, step.name());
        if (object == null) {
          continue;
        }
        objects.add(object);
      }
      last = step.name();
    }
    return SdkResponses.objectsPage(
        objects, prefixes, last != null && walk.next() != null ? last : null);
  }
}

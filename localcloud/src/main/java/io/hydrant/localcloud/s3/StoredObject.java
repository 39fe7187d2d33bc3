package io.hydrant.localcloud.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/// What a listing tells of an object, read from where S3Proxy's file system store keeps it: the
/// file and its extended attributes. The store itself takes several times as long, for it reads all
/// that HEAD tells.
final class StoredObject {
  /// The 16 bytes of an MD5, or the whole ETag of what came in parts.
  private static final String ETAG = "user.content-md5";

  private static final String STORAGE_CLASS = "user.storage-tier";
  private static final int MD5_BYTES = 16;

  /// More than either takes.
  private static final int MOST_BYTES = 256;

  private StoredObject() {}

  /// Null when there is none: it has been removed, or is a folder that nobody put.
  static @Nullable S3Object read(Path bucket, String key) throws IOException {
    Path file = bucket.resolve(key);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      // First which there are: to ask for one that is not there costs more than all the rest.
      List<String> names = view.list();
      byte @Nullable [] eTag = names.contains(ETAG) ? valueOf(view, ETAG) : null;
      if (attributes.isDirectory() && eTag == null) {
        return null;
      }
      byte @Nullable [] storageClass =
          names.contains(STORAGE_CLASS) ? valueOf(view, STORAGE_CLASS) : null;
      return SdkResponses.objectEntry(
          key,
          eTag == null ? null : eTag(eTag),
          attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS),
          attributes.isDirectory() ? 0 : attributes.size(),
          storageClass == null || attributes.isDirectory()
              ? StorageClass.STANDARD
              : StorageClass.fromValue(text(storageClass)));
    } catch (FileSystemException e) {
      // Java has no exception of its own for the attributes of a file that has gone meanwhile.
      if (Files.exists(file)) {
        throw e;
      }
      return null;
    }
  }

  private static String eTag(byte[] value) {
    return value.length == MD5_BYTES ? HexFormat.of().formatHex(value) : text(value);
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private static byte[] valueOf(UserDefinedFileAttributeView view, String name) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
    view.read(name, buffer);
    byte[] value = new byte[buffer.flip().remaining()];
    buffer.get(value);
    return value;
  }
}

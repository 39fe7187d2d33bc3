package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ObjectKey;
import io.hydrant.catalog.Timestamp;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/// Keeps a [FileRecord] in the extended attribute `user.hydrant` of its file.
///
/// The value is text, one `name=value` a line, so that `getfattr -n user.hydrant FILE` can be read
/// by a person. The key is URL-encoded, because it may hold anything. One attribute costs one
/// system call per file in a scan, where one attribute per field would cost six.
final class RecordAttribute {
  static final String NAME = "hydrant";
  private static final String FORMAT = "1";

  /// More than any record has: a key of 1,024 bytes is encoded in three times as many, and a
  /// version id has at most 1,024.
  private static final int MOST_BYTES = 8 << 10;

  private RecordAttribute() {}

  static void write(Path file, FileRecord record) throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, "format", FORMAT);
    line(text, "key", URLEncoder.encode(record.key().value(), StandardCharsets.UTF_8));
    line(text, "etag", record.etag().value());
    if (record.versionId() != null) {
      line(text, "version", record.versionId());
    }
    line(text, "checksum", record.checksum().toString());
    line(text, "size", Long.toString(record.size().bytes()));
    line(text, "modified", record.modified().toString());
    view(file).write(NAME, StandardCharsets.UTF_8.encode(text.toString()));
  }

  /// Room for any record, for one thread that reads many.
  static ByteBuffer buffer() {
    return ByteBuffer.allocate(MOST_BYTES);
  }

  /// The record of a file, or null when it has none that can be understood.
  ///
  /// @param buffer from [#buffer()]; what is in it is lost
  static @Nullable FileRecord read(Path file, ByteBuffer buffer) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    buffer.clear();
    try {
      // In one call: between two, another file could take the name.
      view.read(NAME, buffer);
    } catch (IOException e) {
      // Java has no exception of its own for an attribute that is not there or is too long.
      if (view.list().contains(NAME) && view.size(NAME) <= MOST_BYTES) {
        throw e;
      }
      return null;
    }
    byte[] text = new byte[buffer.flip().remaining()];
    buffer.get(text);
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  /// Writes the attribute to a file to see whether its file system keeps it.
  static void probe(Path file) throws IOException {
    view(file).write(NAME, ByteBuffer.wrap(new byte[] {'1'}));
  }

  private static @Nullable FileRecord parse(String text) {
    if (!FORMAT.equals(field(text, "format"))) {
      return null;
    }
    try {
      return new FileRecord(
          new ObjectKey(URLDecoder.decode(required(text, "key"), StandardCharsets.UTF_8)),
          new ETag(required(text, "etag")),
          field(text, "version"),
          Checksum.parse(required(text, "checksum")),
          new ByteSize(Long.parseLong(required(text, "size"))),
          Timestamp.parse(required(text, "modified")));
    } catch (IllegalArgumentException | DateTimeException _) {
      return null;
    }
  }

  private static String required(String text, String name) {
    String value = field(text, name);
    if (value == null) {
      throw new IllegalArgumentException("no field " + name);
    }
    return value;
  }

  private static @Nullable String field(String text, String name) {
    for (int begin = 0; begin < text.length(); ) {
      int newline = text.indexOf('\n', begin);
      int end = newline < 0 ? text.length() : newline;
      int value = begin + name.length() + 1;
      if (value <= end && text.startsWith(name, begin) && text.charAt(value - 1) == '=') {
        return text.substring(value, end);
      }
      begin = end + 1;
    }
    return null;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value).append('\n');
  }

  private static UserDefinedFileAttributeView view(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new IOException("extended attributes are not supported");
    }
    return view;
  }
}

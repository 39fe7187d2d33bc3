package io.hydrant.store;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Checksum;
import io.hydrant.catalog.ETag;
import io.hydrant.catalog.FileRecord;
import io.hydrant.catalog.ObjectKey;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
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

  /// The record of a file, or null when it has none that can be understood.
  static @Nullable FileRecord read(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    try {
      // In one call: between two, another file could take the name.
      view.read(NAME, bytes);
    } catch (IOException e) {
      // Java has no exception of its own for an attribute that is not there or is too long.
      if (view.list().contains(NAME) && view.size(NAME) <= MOST_BYTES) {
        throw e;
      }
      return null;
    }
    return parse(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
  }

  /// Writes the attribute to a file to see whether its file system keeps it.
  static void probe(Path file) throws IOException {
    view(file).write(NAME, ByteBuffer.wrap(new byte[] {'1'}));
  }

  private static @Nullable FileRecord parse(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            fields.put(line.substring(0, equals), line.substring(equals + 1));
          }
        });
    if (!FORMAT.equals(fields.get("format"))) {
      return null;
    }
    try {
      return new FileRecord(
          new ObjectKey(URLDecoder.decode(field(fields, "key"), StandardCharsets.UTF_8)),
          new ETag(field(fields, "etag")),
          fields.get("version"),
          Checksum.parse(field(fields, "checksum")),
          new ByteSize(Long.parseLong(field(fields, "size"))),
          Instant.parse(field(fields, "modified")));
    } catch (IllegalArgumentException | DateTimeParseException _) {
      return null;
    }
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no field " + name);
    }
    return value;
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

package io.hydrant.cli;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The object that is waited for.
///
/// @param etag the state that it must have; null takes any
record Wanted(String bucket, String key, @Nullable String etag) {
  private static final Pattern OBJECT = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);

  /// @param object written `s3://BUCKET/KEY`
  /// @param etag may stand in quotes, which are part of how HTTP writes it
  /// @throws IllegalArgumentException when the object is written otherwise
  static Wanted parse(String object, @Nullable String etag) {
    Matcher matcher = OBJECT.matcher(object);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("The object is written s3://BUCKET/KEY");
    }
    return new Wanted(
        matcher.group(1), matcher.group(2), etag == null ? null : etag.replace("\"", ""));
  }

  /// As it is written on the command line.
  String uri() {
    return "s3://" + bucket + "/" + key;
  }

  /// Whether this state is one that is waited for.
  ///
  /// @param there null when the object is not there
  boolean isMetBy(@Nullable String there) {
    return there != null && (etag == null || etag.equals(there));
  }

  /// Why what is there is not what is waited for, as one sentence for a person.
  ///
  /// @param there null when the object is not there
  /// @param detail what its agent says of it
  static String lack(@Nullable String there, String detail) {
    return there == null ? detail : "another state of it is on the disk, ETag " + there;
  }

  /// Gives up where the object can never be.
  ///
  /// @param who an agent, for the message
  /// @param itsBucket which the agent mirrors
  /// @param mirrored whether its node would hold the object
  void requireHope(String who, String itsBucket, boolean mirrored, String detail)
      throws IOException {
    if (!itsBucket.equals(bucket)) {
      throw new IOException(who + " mirrors the bucket '" + itsBucket + "', not '" + bucket + "'");
    }
    if (!mirrored) {
      throw new IOException(who + " will never have '" + key + "': " + detail);
    }
  }
}

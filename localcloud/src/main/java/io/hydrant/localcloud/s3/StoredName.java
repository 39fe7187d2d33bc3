package io.hydrant.localcloud.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How S3Proxy's file system store names the files of a bucket, and which keys it therefore cannot
/// hold.
///
/// It uses a key as a path, and writes an object under its key, a dash and a random UUID until it
/// is complete. Beside the objects it keeps folders of its own.
final class StoredName {
  private static final Pattern UNFINISHED =
      Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);

  /// What a file system allows, less the dash and the UUID.
  private static final int MOST_BYTES = 255 - 37;

  private static final String PARTS = ".mpus-";
  private static final String SLASH = ".s3proxy-slash";
  private static final String VERSIONS = ".s3proxy-versions";

  private StoredName() {}

  /// Whether this is the name of an object that is still being written.
  static boolean isUnfinished(String key) {
    return UNFINISHED.matcher(key).matches();
  }

  /// Whether this is the name of something that S3Proxy keeps there for itself.
  static boolean isOwnRecord(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.startsWith(PARTS) || last.equals(SLASH) || name.equals(VERSIONS);
  }

  /// Why a key would end up under another name, hidden, or nowhere; null when it can be held.
  static @Nullable String objection(String key) {
    if (isUnfinished(key)) {
      return "it ends in a dash and a UUID, as the names of unfinished objects do";
    }
    // One slash at the end makes a folder.
    String path = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    for (String component : List.of(path.split("/", -1))) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return "it has the component '" + component + "'";
      }
      if (component.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        return "it has a component of more than " + MOST_BYTES + " bytes";
      }
    }
    return null;
  }
}

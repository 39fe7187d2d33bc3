package io.hydrant.source.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The order in which S3 lists keys: that of their bytes in UTF-8. That of `String` is another one
/// beyond U+FFFF.
final class KeyOrder {
  static final Comparator<String> UTF_8 = (one, other) -> compare(bytes(one), bytes(other));

  private KeyOrder() {}

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }
}

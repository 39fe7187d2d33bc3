package io.hydrant.localcloud.s3;

import java.util.Comparator;

/// The order in which S3 lists: that of the keys' UTF-8 bytes, which is that of their code points.
/// `String` compares UTF-16, where what lies beyond U+FFFF comes before U+E000.
final class KeyOrder implements Comparator<String> {
  static final KeyOrder UTF_8 = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(String one, String other) {
    int both = Math.min(one.length(), other.length());
    for (int i = 0; i < both; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean isBeyond = Character.isSurrogate(a);
        boolean otherIsBeyond = Character.isSurrogate(b);
        return isBeyond == otherIsBeyond
            ? Character.compare(a, b)
            : Boolean.compare(isBeyond, otherIsBeyond);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}

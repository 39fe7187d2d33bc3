package io.hydrant.source.s3;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Keys with a few letters, so that many of them share their beginnings.
final class RandomKeys {
  private static final int[] LETTERS = {'a', 'b', '/', ' ', '+', 0x1f, 0xe5, 0xffee, 0x1f98a};
  private static final int MOST_LETTERS = 4;

  private RandomKeys() {}

  static Set<String> some(Random random, int most) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < most; i++) {
      StringBuilder key = new StringBuilder();
      for (int length = 1 + random.nextInt(MOST_LETTERS); length > 0; length--) {
        key.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
      }
      keys.add(key.toString());
    }
    return keys;
  }
}

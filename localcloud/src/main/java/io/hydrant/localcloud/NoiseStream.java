package io.hydrant.localcloud;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// A part of an endless sequence of bytes in which each word follows from the seed and its own
/// place, so that any part can be read without what stands before it.
final class NoiseStream extends InputStream {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final long end;
  private long position;

  NoiseStream(long seed, long from, long end) {
    this.seed = seed;
    this.position = from;
    this.end = end;
  }

  @Override
  public int read() {
    if (position == end) {
      return -1;
    }
    int value = (int) (word(position >>> 3) >>> ((position & 7) * 8)) & 0xff;
    position++;
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - position);
    int done = 0;
    while (done < count) {
      if ((position & 7) == 0 && count - done >= Long.BYTES) {
        WORDS.set(bytes, offset + done, word(position >>> 3));
        position += Long.BYTES;
        done += Long.BYTES;
      } else {
        bytes[offset + done] = (byte) read();
        done++;
      }
    }
    return count;
  }

  /// The mixing function of [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
  private long word(long index) {
    long z = (seed ^ 0x5DEECE66DL) * 0xD1342543DE82EF95L + index * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

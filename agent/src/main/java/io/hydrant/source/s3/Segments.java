package io.hydrant.source.s3;

import io.hydrant.catalog.ByteSize;
import java.util.ArrayList;
import java.util.List;

/// Cuts very large objects, so that several writers fill their files at the same time: the CRT has
/// one writer for each of its requests. The price is that nobody sees all bytes in order, so that
/// they must be read again; only a network that is faster than one writer makes up for it.
///
/// @param size of a segment; a multiple of the part size
record Segments(ByteSize size) {
  /// What one writer does not keep up with, in gigabits per second.
  private static final double ONE_WRITER_GBPS = 40;

  private static final ByteSize LARGE = new ByteSize(4L << 30);

  /// Bytes of an object, from the first to the last (inclusive).
  record Stretch(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  static Segments forThroughput(double gbps) {
    return new Segments(gbps > ONE_WRITER_GBPS ? LARGE : new ByteSize(Long.MAX_VALUE));
  }

  /// What is to be fetched of an object that is held up to a position.
  List<Stretch> of(ByteSize object, long held) {
    List<Stretch> stretches = new ArrayList<>();
    long end = object.bytes();
    for (long first = held; first < end; ) {
      long last = end - first > size.bytes() ? first + size.bytes() - 1 : end - 1;
      stretches.add(new Stretch(first, last));
      first = last + 1;
    }
    return stretches;
  }
}

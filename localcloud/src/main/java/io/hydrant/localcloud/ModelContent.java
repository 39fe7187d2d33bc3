package io.hydrant.localcloud;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The bytes of a made-up model: the same at every reading, and never all in memory.
public sealed interface ModelContent {
  long size();

  /// Reads a part of the bytes.
  ///
  /// @throws IndexOutOfBoundsException when the part reaches beyond the end
  InputStream open(long offset, long length);

  /// Other bytes of the same size.
  ModelContent replaced();

  /// Reads all bytes.
  default InputStream open() {
    return open(0, size());
  }

  /// Bytes that look random and follow from a seed.
  record Noise(long size, long seed) implements ModelContent {
    public Noise {
      if (size < 0) {
        throw new IllegalArgumentException("a size is never negative: " + size);
      }
    }

    @Override
    public InputStream open(long offset, long length) {
      var _ = Objects.checkFromIndexSize(offset, length, size);
      return new NoiseStream(seed, offset, offset + length);
    }

    @Override
    public Noise replaced() {
      return new Noise(size, seed + 1);
    }
  }

  /// A small text in ASCII.
  record Text(String text) implements ModelContent {
    @Override
    public long size() {
      return bytes().length;
    }

    @Override
    public InputStream open(long offset, long length) {
      var _ = Objects.checkFromIndexSize(offset, length, size());
      return new ByteArrayInputStream(bytes(), Math.toIntExact(offset), Math.toIntExact(length));
    }

    @Override
    public Noise replaced() {
      return new Noise(size(), 1);
    }

    private byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}

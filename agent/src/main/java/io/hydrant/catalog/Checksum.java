package io.hydrant.catalog;

/// A checksum over all bytes of an object or file, in the base64 form that S3 uses.
public record Checksum(Algorithm algorithm, String base64) {

  /// The algorithms for which S3 keeps full-object checksums; MD5 is the ETag of an object uploaded
  /// in one piece.
  public enum Algorithm {
    CRC64NVME,
    CRC32C,
    CRC32,
    SHA256,
    SHA1,
    MD5
  }

  public Checksum {
    if (base64.isEmpty()) {
      throw new IllegalArgumentException("a checksum is never empty");
    }
  }

  /// Reads the form of [#toString()].
  public static Checksum parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a checksum: expected ALGORITHM:base64");
    }
    return new Checksum(Algorithm.valueOf(text.substring(0, colon)), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return algorithm + ":" + base64;
  }
}

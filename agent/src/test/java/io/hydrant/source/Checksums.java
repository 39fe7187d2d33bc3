package io.hydrant.source;

import io.hydrant.catalog.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import software.amazon.awssdk.crt.checksums.CRC64NVME;

/// The checksums of byte arrays, computed independently of the product.
public final class Checksums {
  private Checksums() {}

  public static Checksum of(byte[] content, Checksum.Algorithm algorithm) {
    byte[] value =
        switch (algorithm) {
          case CRC64NVME -> crc(new CRC64NVME(), content, 8);
          case CRC32C -> crc(new CRC32C(), content, 4);
          case CRC32 -> crc(new CRC32(), content, 4);
          case SHA256 -> digest("SHA-256", content);
          case SHA1 -> digest("SHA-1", content);
          case MD5 -> digest("MD5", content);
        };
    return new Checksum(algorithm, Base64.getEncoder().encodeToString(value));
  }

  /// The ETag that S3 gives to an object that was uploaded in one piece.
  public static String md5Hex(byte[] content) {
    return HexFormat.of().formatHex(digest("MD5", content));
  }

  private static byte[] crc(java.util.zip.Checksum crc, byte[] content, int width) {
    crc.update(content, 0, content.length);
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
    return Arrays.copyOfRange(all, Long.BYTES - width, Long.BYTES);
  }

  private static byte[] digest(String name, byte[] content) {
    try {
      return MessageDigest.getInstance(name).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}

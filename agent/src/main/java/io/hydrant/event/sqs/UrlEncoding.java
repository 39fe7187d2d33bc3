package io.hydrant.event.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The encoding of keys in S3's events: that of HTML forms, with `+` for a space and `%XX` for the
/// bytes of UTF-8.
///
/// Not [java.net.URLDecoder], which puts a replacement character where the bytes are not UTF-8, so
/// that two keys could become one.
final class UrlEncoding {
  private UrlEncoding() {}

  /// Decodes a text; null when it is not encoded in this way.
  static @Nullable String decode(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      char c = encoded.charAt(i);
      if (c == '%') {
        if (i + 3 > encoded.length()
            || !HexFormat.isHexDigit(encoded.charAt(i + 1))
            || !HexFormat.isHexDigit(encoded.charAt(i + 2))) {
          return null;
        }
        bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 3;
      } else {
        int codePoint = encoded.codePointAt(i);
        if (Character.getType(codePoint) == Character.SURROGATE) {
          return null;
        }
        bytes.writeBytes(
            Character.toString(c == '+' ? ' ' : codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}

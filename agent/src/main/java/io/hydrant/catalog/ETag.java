package io.hydrant.catalog;

/// The entity tag of an object, without the quotes that HTTP puts around it.
///
/// It names one state of the object's bytes and is opaque otherwise, except that [#isMultipart()]
/// can be told.
public record ETag(String value) {
  public ETag {
    if (value.isEmpty() || !isPlain(value)) {
      throw new IllegalArgumentException("not an ETag: '" + value + "'");
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '"' || Character.isISOControl(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Reads the form of a header or a listing, which is quoted.
  public static ETag fromHeader(String header) {
    return new ETag(header.replace("\"", ""));
  }

  /// Whether the object was uploaded in parts: its ETag ends in `-<number of parts>`.
  public boolean isMultipart() {
    return value.indexOf('-') >= 0;
  }

  /// The form that `If-Match` wants.
  public String toHeader() {
    return '"' + value + '"';
  }

  @Override
  public String toString() {
    return value;
  }
}

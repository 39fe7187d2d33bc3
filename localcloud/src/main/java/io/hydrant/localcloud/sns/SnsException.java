package io.hydrant.localcloud.sns;

/// A request that SNS refuses.
public final class SnsException extends RuntimeException {
  /// Why, in the words of SNS.
  public enum Code {
    NOT_FOUND("NotFound", 404),
    INVALID_PARAMETER("InvalidParameter", 400),
    INVALID_ACTION("InvalidAction", 400);

    final String spelling;
    final int httpStatus;

    Code(String spelling, int httpStatus) {
      this.spelling = spelling;
      this.httpStatus = httpStatus;
    }
  }

  private final Code code;

  SnsException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}

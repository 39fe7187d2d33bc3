package io.hydrant.http;

import java.util.Map;

/// What is sent back.
///
/// @param headers besides the content's type and length
record Answer(int code, String contentType, String body, Map<String, String> headers) {
  static final int OK = 200;
  static final int ACCEPTED = 202;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int FAULT = 500;
  static final int UNAVAILABLE = 503;

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(int code, String contentType, String body) {
    return new Answer(code, contentType, body, Map.of());
  }

  /// One line for a person.
  static Answer text(int code, String line) {
    return of(code, "text/plain; charset=utf-8", line + "\n");
  }

  Answer with(String header, String value) {
    return new Answer(code, contentType, body, Map.of(header, value));
  }
}

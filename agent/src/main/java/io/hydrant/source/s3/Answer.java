package io.hydrant.source.s3;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.crt.http.HttpHeader;

/// How S3 answered a request, without the body.
///
/// @param status 0 when there was no answer
record Answer(int status, List<HttpHeader> headers) {
  static final Answer NONE = new Answer(0, List.of());

  Optional<String> header(String name) {
    // A loop: a small model asks for ten.
    for (HttpHeader header : headers) {
      if (header.getName().equalsIgnoreCase(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }
}

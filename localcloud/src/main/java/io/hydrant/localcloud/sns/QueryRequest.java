package io.hydrant.localcloud.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a request in the AWS query protocol, which is a submitted HTML form.
final class QueryRequest {
  private final Map<String, String> parameters = new LinkedHashMap<>();

  QueryRequest(String form) {
    for (String field : form.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
      }
    }
  }

  String required(String name) {
    String value = optional(name);
    if (value == null) {
      throw new SnsException(
          SnsException.Code.INVALID_PARAMETER, "Invalid parameter: " + name + " is missing");
    }
    return value;
  }

  @Nullable String optional(String name) {
    return parameters.get(name);
  }

  /// A map parameter, spelled `name.entry.1.key` and `name.entry.1.value`.
  Map<String, String> map(String name) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 1; true; i++) {
      String entry = name + ".entry." + i;
      String key = optional(entry + ".key");
      if (key == null) {
        return entries;
      }
      entries.put(key, required(entry + ".value"));
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

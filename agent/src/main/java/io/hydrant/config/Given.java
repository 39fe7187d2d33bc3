package io.hydrant.config;

import java.util.List;

/// What one source says of one setting.
///
/// @param where the source, as a person knows it: a flag, a variable, a file's line
/// @param texts one text, or for a list any number
record Given(String where, List<String> texts) {
  Given {
    texts = List.copyOf(texts);
  }
}

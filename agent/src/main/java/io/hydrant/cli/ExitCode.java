package io.hydrant.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the process ends with.
enum ExitCode {
  OK(0, "done"),
  FAILURE(1, "it could not be done; standard error says why"),
  USAGE(2, "the command line or the configuration is wrong"),
  NOT_AS_IT_SHOULD_BE(3, "the answer is no: the agent is not ready, or files are damaged");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /// For help texts.
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values())
        .forEach(exit -> meanings.put(Integer.toString(exit.code), exit.meaning));
    return meanings;
  }
}

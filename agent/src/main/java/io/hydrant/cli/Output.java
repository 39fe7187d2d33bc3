package io.hydrant.cli;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// What form an answer has.
enum Output {
  TABLE,
  JSON;

  private static final String FLAG = "--output";

  static OptionSpec option() {
    return OptionSpec.builder("-o", FLAG)
        .paramLabel("FORMAT")
        .type(Output.class)
        .defaultValue("table")
        .description("table for people, json for machines. Default: table.")
        .build();
  }

  static Output of(ParseResult given) {
    return given.matchedOptionValue(FLAG, TABLE);
  }
}

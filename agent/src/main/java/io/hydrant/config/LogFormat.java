package io.hydrant.config;

/// How log lines look.
public enum LogFormat {
  /// For a person: time, level, message.
  TEXT,
  /// For a machine: one JSON object a line.
  JSON
}

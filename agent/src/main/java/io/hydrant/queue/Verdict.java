package io.hydrant.queue;

/// What is to be done with a queue that was found.
public sealed interface Verdict {
  /// The queue's name.
  String queue();

  /// Why, for a person.
  String reason();

  /// It stays as it is.
  record Keep(String queue, String reason) implements Verdict {}

  /// It seems to be left behind for the first time: that is noted at the queue, and a later run
  /// that still sees it so removes it.
  record Note(String queue, String reason) implements Verdict {}

  /// It was noted, and its node is there after all: the note is taken away.
  record Clear(String queue, String reason) implements Verdict {}

  /// It and its subscription are removed.
  record Remove(String queue, String reason) implements Verdict {}
}

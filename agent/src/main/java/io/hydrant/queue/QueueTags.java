package io.hydrant.queue;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tags that tell whose a queue is.
///
/// @param cluster null when it has no such tag
/// @param node the instance id; null when it has no such tag
/// @param heartbeat when the node's agent last gave a sign of life; null when it is not readable
/// @param orphanedSince when a reaper first took it for left behind; null when none does
record QueueTags(
    @Nullable String cluster,
    @Nullable String node,
    @Nullable Instant heartbeat,
    @Nullable Instant orphanedSince) {
  static final String CLUSTER = "hydrant:cluster";
  static final String NODE = "hydrant:node";
  static final String HEARTBEAT = "hydrant:heartbeat";
  static final String ORPHANED_SINCE = "hydrant:orphaned-since";

  static QueueTags read(Map<String, String> tags) {
    return new QueueTags(
        tags.get(CLUSTER),
        tags.get(NODE),
        instant(tags.get(HEARTBEAT)),
        instant(tags.get(ORPHANED_SINCE)));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}

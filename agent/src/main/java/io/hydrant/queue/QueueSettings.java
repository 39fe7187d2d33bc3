package io.hydrant.queue;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the queues of one cluster have in common, and how AWS is reached.
///
/// @param topic what the bucket notifies; its region and account are also the queues'
/// @param prefix begins the names of all queues
/// @param cluster whose nodes share the prefix
/// @param sqsEndpoint the address of an SQS that is not AWS's own
/// @param snsEndpoint the address of an SNS that is not AWS's own
/// @param caBundle whom to trust, as a PEM file; null for the system's authorities
public record QueueSettings(
    Topic topic,
    String prefix,
    String cluster,
    @Nullable URI sqsEndpoint,
    @Nullable URI snsEndpoint,
    @Nullable Path caBundle) {
  /// SQS takes no longer name.
  private static final int LONGEST_NAME = 80;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final String DEAD_LETTERS = "dead-letters";

  public QueueSettings {
    requireName("queue-prefix", prefix);
    requireName("cluster", cluster);
  }

  /// The beginning of the names of all queues of the cluster.
  String namePrefix() {
    return prefix + "-" + cluster + "-";
  }

  /// The name of a node's queue.
  ///
  /// @throws IllegalArgumentException when SQS has no such name
  String queueName(String node) {
    requireName("instance-id", node);
    String name = namePrefix() + node;
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is longer than the "
              + LONGEST_NAME
              + " characters of a queue's name: shorten queue-prefix or cluster");
    }
    return name;
  }

  /// The queue of the cluster that takes what no node understands. It outlives the nodes, so that a
  /// person can read it.
  String deadLetterName() {
    return queueName(DEAD_LETTERS);
  }

  private static void requireName(String setting, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          setting
              + " '"
              + text
              + "' cannot be part of a queue's name: only letters, digits, '-' and '_' can");
    }
  }
}

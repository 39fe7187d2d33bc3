package io.hydrant.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings that only make sense together. What is wrong with them is noted in the lookup.
record Combinations(Lookup lookup, Map<String, String> environment) {
  /// That of SQS.
  private static final int LONGEST_QUEUE_NAME = 80;

  /// That of EC2: `i-` and 17 digits.
  private static final int LENGTH_OF_INSTANCE_ID = 19;

  void requireNodeName() {
    if (lookup.find(Settings.KUBERNETES) == KubernetesMode.ON
        && lookup.find(Settings.NODE_NAME) == null) {
      lookup.add(
          new Problem(
              Settings.NODE_NAME.name(),
              "it is not set, and kubernetes is 'on': give the agent's pod the name of its node"
                  + " through the downward API, as "
                  + Settings.NODE_NAME.variable()
                  + " (fieldPath: spec.nodeName)"));
    }
  }

  /// Whether the agent can look its instance id up in its Node.
  private boolean hasNode() {
    KubernetesMode mode = lookup.find(Settings.KUBERNETES);
    String node = lookup.find(Settings.NODE_NAME);
    return mode != null && node != null && mode.isOn(node, environment);
  }

  /// The settings of the own queue, which only make sense together.
  AgentConfig.@Nullable OwnQueue ownQueue() {
    String topicArn = lookup.find(Settings.TOPIC_ARN);
    String cluster = lookup.find(Settings.CLUSTER);
    String instanceId = lookup.find(Settings.INSTANCE_ID);
    String prefix = lookup.find(Settings.QUEUE_PREFIX);
    if (topicArn == null) {
      return null;
    }
    if (cluster == null) {
      lookup.addMissing(Settings.CLUSTER);
    }
    if (instanceId == null && !hasNode()) {
      lookup.addMissing(Settings.INSTANCE_ID);
    }
    if (cluster == null || prefix == null) {
      return null;
    }
    int idLength = instanceId == null ? LENGTH_OF_INSTANCE_ID : instanceId.length();
    int length = prefix.length() + cluster.length() + idLength + 2;
    if (length > LONGEST_QUEUE_NAME) {
      lookup.add(
          new Problem(
              Settings.CLUSTER.name(),
              String.format(
                  "the queue %s-%s-%s would have a name of %d characters, and %d are the most:"
                      + " shorten cluster or queue-prefix",
                  prefix,
                  cluster,
                  instanceId == null ? "i-…" : instanceId,
                  length,
                  LONGEST_QUEUE_NAME)));
    }
    return new AgentConfig.OwnQueue(topicArn, cluster, instanceId, prefix);
  }
}

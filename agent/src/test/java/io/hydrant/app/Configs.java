package io.hydrant.app;

import io.hydrant.config.AgentConfig;
import io.hydrant.config.ConfigException;
import io.hydrant.config.ConfigReader;
import io.hydrant.testcloud.Cloud;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Configurations of agents under test, read by the product's own reader.
public final class Configs {
  private Configs() {}

  public static AgentConfig of(Cloud cloud, CloudBucket bucket, Path root, String... more)
      throws ConfigException {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("bucket", List.of(bucket.name()));
    flags.put("queue-url", List.of(bucket.queueUrl()));
    flags.put("root", List.of(root.toString()));
    flags.put("region", List.of(cloud.region()));
    flags.put("s3-endpoint-url", List.of(cloud.s3Endpoint().toString()));
    flags.put("sqs-endpoint-url", List.of(cloud.sqsEndpoint().toString()));
    flags.put("http-address", List.of("127.0.0.1:0"));
    for (int i = 0; i < more.length; i += 2) {
      flags.put(more[i], List.of(more[i + 1]));
    }
    return new ConfigReader(flags, Map.of()).read();
  }
}

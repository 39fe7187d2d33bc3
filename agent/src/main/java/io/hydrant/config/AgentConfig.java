package io.hydrant.config;

import io.hydrant.catalog.ByteSize;
import io.hydrant.catalog.Glob;
import io.hydrant.catalog.ModelPath;
import io.hydrant.catalog.Selection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that can be set, in the types of the domain. [Settings] says what each one means and
/// what it may be; [ConfigReader] makes this record of what the user gave.
///
/// @param region null leaves it to the AWS SDK
/// @param s3EndpointUrl null means AWS
/// @param sqsEndpointUrl null means AWS
/// @param queueUrl null means that only listings find changes, unless there is an own queue
/// @param ownQueue null means that the agent makes no queue
/// @param snsEndpointUrl null means AWS
/// @param caBundle null means the system's certificates
/// @param httpAddress not resolved; port 0 takes any free one
public record AgentConfig(
    String bucket,
    String prefix,
    @Nullable String region,
    @Nullable URI queueUrl,
    @Nullable OwnQueue ownQueue,
    @Nullable URI s3EndpointUrl,
    @Nullable URI sqsEndpointUrl,
    @Nullable URI snsEndpointUrl,
    @Nullable Path caBundle,
    boolean s3PathStyle,
    List<Glob> include,
    List<Glob> exclude,
    List<Glob> priority,
    Path root,
    List<ModelPath> category,
    ByteSize reserve,
    Duration diskCheckInterval,
    boolean replaceForeign,
    TransferConfig transfer,
    Duration resyncInterval,
    double maxDeleteShare,
    int maxDeleteCount,
    Duration deleteGrace,
    List<URI> comfyuiUrl,
    KubernetesConfig kubernetes,
    InetSocketAddress httpAddress,
    LogFormat logFormat,
    LogLevel logLevel) {
  public AgentConfig {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    priority = List.copyOf(priority);
    category = List.copyOf(category);
    comfyuiUrl = List.copyOf(comfyuiUrl);
  }

  /// The queue that the agent makes for its node.
  ///
  /// @param instanceId null leaves it to the agent's Node
  /// @param prefix the first part of the queue's name, before cluster and instance id
  public record OwnQueue(
      String topicArn, String cluster, @Nullable String instanceId, String prefix) {}

  /// Which objects of the bucket are models, and which come first: those that the node's readiness
  /// waits for.
  public Selection selection() {
    List<Glob> first = Stream.concat(kubernetes.critical().stream(), priority.stream()).toList();
    return new Selection(prefix, include, exclude, first);
  }
}

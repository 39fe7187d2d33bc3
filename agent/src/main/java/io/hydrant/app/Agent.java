package io.hydrant.app;

import io.hydrant.comfyui.ReplacedModels;
import io.hydrant.config.AgentConfig;
import io.hydrant.config.DurationText;
import io.hydrant.config.NodeClass;
import io.hydrant.config.TransferLimits;
import io.hydrant.disk.DiskHealth;
import io.hydrant.event.EventQueue;
import io.hydrant.event.sqs.SqsEventQueue;
import io.hydrant.event.sqs.SqsSettings;
import io.hydrant.http.AgentServer;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.progress.SyncListener;
import io.hydrant.queue.NodeQueue;
import io.hydrant.queue.QueueSettings;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3ModelSource;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.StatusTracker;
import io.hydrant.store.ModelStore;
import io.hydrant.store.StorePaths;
import io.hydrant.sync.SyncLoop;
import io.hydrant.transfer.RetryPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// A running agent: its parts, made of a configuration and wired here, and closed in reverse.
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final RetryPolicy FETCH_RETRIES = RetryPolicy.ofAttempts(5);

  private final Resources resources;
  private final StatusTracker status;
  private final AgentServer server;

  private Agent(Resources resources, StatusTracker status, AgentServer server) {
    this.resources = resources;
    this.status = status;
    this.server = server;
  }

  /// Starts an agent on a node that stays when the agent ends.
  ///
  /// @see #start(AgentConfig, AwsCredentialsProvider, BooleanSupplier)
  public static Agent start(AgentConfig config, AwsCredentialsProvider credentials)
      throws IOException {
    return start(config, credentials, () -> false);
  }

  /// Starts an agent. It then works by itself, also while the bucket or the queue cannot be
  /// reached; its status tells.
  ///
  /// @param credentials stays open when the agent is closed
  /// @param nodeIsGoing asked when the agent ends: whether the node goes too, so that its queue is
  ///   removed
  /// @throws IOException when the directory or the HTTP address cannot be used, or no region is
  ///   known
  public static Agent start(
      AgentConfig config, AwsCredentialsProvider credentials, BooleanSupplier nodeIsGoing)
      throws IOException {
    Resources resources = new Resources();
    try {
      return start(config, credentials, nodeIsGoing, resources);
    } catch (IOException | RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static Agent start(
      AgentConfig config,
      AwsCredentialsProvider credentials,
      BooleanSupplier nodeIsGoing,
      Resources resources)
      throws IOException {
    InstantSource clock = InstantSource.system();
    ModelStore store =
        resources.add(
            ModelStore.open(
                new StorePaths(config.root()),
                config.category(),
                config.replaceForeign(),
                holder(clock)));
    StatusTracker status =
        new StatusTracker(
            Version.current(), config.bucket(), PartSettings.readyWhen(config), clock);
    ReplacedModels comfyui = resources.add(ReplacedModels.start(config.comfyuiUrl()));
    SyncListener reports =
        NodeReports.start(
            config.kubernetes(), status::status, resources, clock, new SplittableRandom());
    AgentMetrics metrics =
        new AgentMetrics(Version.current(), status::status, store::available, clock);
    SyncListener listener =
        SyncListener.all(List.of(status, metrics, new SyncLog(clock), comfyui, reports));
    NodeClass node = ThisNode.nodeClass();
    TransferLimits limits = config.transfer().on(node);
    LOG.info("transfers: {}", ThisNode.describe(node, config.transfer()));
    S3Clients clients = resources.add(S3Clients.open(PartSettings.s3(config, limits), credentials));
    SyncLoop loop =
        resources.add(
            new SyncLoop(
                PartSettings.sync(config),
                new SyncLoop.Parts(
                    new S3ModelSource(clients, config.bucket(), config.prefix()),
                    store,
                    queue(config, credentials, nodeIsGoing, metrics, resources),
                    PartSettings.bounds(limits),
                    FETCH_RETRIES,
                    listener,
                    clock,
                    System::nanoTime,
                    Thread::sleep,
                    new SplittableRandom())));
    // Before the sync begins: the probes shall tell why it cannot.
    AgentServer server =
        resources.add(
            AgentServer.start(
                config.httpAddress(),
                status::status,
                metrics,
                loop::fault,
                new LoopControl(config.bucket(), config.selection(), store, loop)));
    resources.add(ProgressLog.start(status::status, Thread::sleep));
    loop.start();
    resources.add(
        DiskWatch.start(
            new DiskHealth(DiskWatch.PATIENCE),
            config.root(),
            config.diskCheckInterval(),
            listener,
            loop,
            Thread::sleep));
    LOG.info(
        "hydrant {} mirrors s3://{}/{} onto {}; it answers on http://{}:{}",
        Version.current(),
        config.bucket(),
        config.prefix(),
        config.root(),
        server.address().getHostString(),
        server.address().getPort());
    return new Agent(resources, status, server);
  }

  private static @Nullable EventQueue queue(
      AgentConfig config,
      AwsCredentialsProvider credentials,
      BooleanSupplier nodeIsGoing,
      AgentMetrics metrics,
      Resources resources)
      throws IOException {
    if (config.queueUrl() != null) {
      return resources.add(open(PartSettings.sqs(config, config.queueUrl()), credentials, metrics));
    }
    if (config.ownQueue() != null) {
      return ownQueue(config, config.ownQueue(), credentials, nodeIsGoing, metrics, resources);
    }
    LOG.warn(
        "neither --queue-url nor --topic-arn is set: changes of the bucket are found only every {}",
        DurationText.format(config.resyncInterval()));
    return null;
  }

  private static EventQueue ownQueue(
      AgentConfig config,
      AgentConfig.OwnQueue own,
      AwsCredentialsProvider credentials,
      BooleanSupplier nodeIsGoing,
      AgentMetrics metrics,
      Resources resources)
      throws IOException {
    QueueSettings settings = PartSettings.ownQueue(config, own);
    NodeEventQueue queue =
        resources.add(
            new NodeEventQueue(
                new NodeQueue(settings, own.instanceId(), credentials, InstantSource.system()),
                url ->
                    open(PartSettings.sqsOfOwnQueue(config, settings, url), credentials, metrics),
                nodeIsGoing));
    try {
      // Before the first listing, so that nothing falls between the two.
      queue.connect();
    } catch (IOException e) {
      LOG.warn(
          "the node's queue is not there yet: {}; the bucket is listed once it is", e.getMessage());
    }
    return queue;
  }

  private static EventQueue open(
      SqsSettings settings, AwsCredentialsProvider credentials, AgentMetrics metrics)
      throws IOException {
    return SqsEventQueue.open(settings, credentials, _ -> metrics.malformedEvent());
  }

  private static String holder(InstantSource clock) {
    return "process " + ProcessHandle.current().pid() + ", since " + clock.instant();
  }

  /// How it is doing.
  public AgentStatus status() {
    return status.status();
  }

  /// Where it answers over HTTP.
  public InetSocketAddress address() {
    return server.address();
  }

  /// Ends all work within seconds; what is not published by then is not visible.
  @Override
  public void close() {
    resources.close();
  }
}

package io.hydrant.app;

import io.hydrant.comfyui.ReplacedModels;
import io.hydrant.config.AgentConfig;
import io.hydrant.config.NodeClass;
import io.hydrant.config.TransferLimits;
import io.hydrant.disk.DiskHealth;
import io.hydrant.http.AgentServer;
import io.hydrant.metrics.AgentMetrics;
import io.hydrant.metrics.DiskGauges;
import io.hydrant.progress.SyncListener;
import io.hydrant.source.s3.S3Clients;
import io.hydrant.source.s3.S3ModelSource;
import io.hydrant.status.AgentStatus;
import io.hydrant.status.ReadinessTracker;
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

  /// Starts an agent on a node that stays when the agent ends, unless its Node says otherwise.
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
  /// @param nodeIsGoing asked when the agent ends, beside its Node: whether the machine goes too,
  ///   so that its queue is removed
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
    StorePaths paths = new StorePaths(config.root());
    ModelStore store =
        resources.add(
            ModelStore.open(paths, config.category(), config.replaceForeign(), holder(clock)));
    StatusTracker status =
        new StatusTracker(
            Version.current(), config.bucket(), PartSettings.readyWhen(config), clock);
    ReplacedModels comfyui = resources.add(ReplacedModels.start(config.comfyuiUrl()));
    ReadinessTracker readiness =
        new ReadinessTracker(status::status, PartSettings.deadline(config.kubernetes()), clock);
    HostNode host = HostNode.find(config.kubernetes(), resources);
    AgentMetrics metrics =
        new AgentMetrics(
            Version.current(),
            status::status,
            () -> readiness.readiness().reason().isOverdue(),
            new DiskGauges(store::available, store::removedInUse),
            clock);
    SyncListener listener =
        SyncListener.all(List.of(status, metrics, new SyncLog(clock), comfyui, host));
    NodeClass node = ThisNode.nodeClass();
    TransferLimits limits = config.transfer().on(node);
    LOG.info("transfers: {}", ThisNode.describe(node, config.transfer()));
    S3Clients clients = resources.add(S3Clients.open(PartSettings.s3(config, limits), credentials));
    SyncLoop loop =
        resources.add(
            new SyncLoop(
                PartSettings.sync(config),
                new SyncLoop.Parts(
                    new S3ModelSource(
                        clients, config.bucket(), config.prefix(), paths.listingCuts()),
                    store,
                    new EventQueues(config, credentials, metrics, resources)
                        .open(host, () -> nodeIsGoing.getAsBoolean() || host.isGoing()),
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
    resources.add(
        Background.start(
            Thread.ofVirtual().name("progress-log"),
            () -> ProgressLog.run(status::status, Thread::sleep)));
    loop.start();
    DiskWatch disk =
        new DiskWatch(new DiskHealth(DiskWatch.PATIENCE), config.root(), listener, loop);
    resources.add(
        Background.start(
            Thread.ofPlatform().daemon().name("disk-watch"),
            () -> disk.run(config.diskCheckInterval(), Thread::sleep)));
    host.report(
        config.kubernetes(),
        status::status,
        readiness,
        resources,
        clock,
        new SplittableRandom(),
        loop::releaseRemovals);
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
